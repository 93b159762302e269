import assert from "node:assert/strict";
import { credentialsFor } from "../../../src/extension/share/credentials.ts";
import type { GradioNodeDescription } from "../../../src/runtime/graph/description.ts";
import { loginOfEnvironment } from "../../../src/runtime/hub/login-variable.ts";
import { choiceNode, fnNode, graphOf } from "../graph/graphs.ts";

function gradioNode(name: string, space: string): GradioNodeDescription {
  const { fnName: _, concurrent: __, ...common } = fnNode(name);
  return { ...common, kind: "gradio", space, apiName: "/predict", runLocally: false, validate: true };
}

/** A user name has no colon. */
const nameFor = (origin: string) => `user of ${new URL(origin).hostname}`;

/** A person with a token, and a login for every app. */
const account = {
  token: () => Promise.resolve("hf_token"),
  login: (origin: string) => Promise.resolve({ user: nameFor(origin), password: "a:b" }),
};

describe("what a shared workflow runs with in the person's name", () => {
  it("is the token and the logins of the apps that it names, also in variants, and of no others", async () => {
    const graph = graphOf(
      gradioNode("app", "http://127.0.0.1:7860/path"),
      gradioNode("space", "owner/name"),
      choiceNode("choice", gradioNode("variant", "https://app.example")),
    );
    const env = await credentialsFor(account, graph);
    assert.equal(env["HF_TOKEN"], "hf_token");
    for (const origin of ["http://127.0.0.1:7860", "https://app.example"])
      assert.deepEqual(loginOfEnvironment(env, origin), { user: nameFor(origin), password: "a:b" });
    assert.equal(Object.keys(env).length, 3);
  });

  it("is nothing for somebody who has neither", async () => {
    const nobody = { token: () => Promise.resolve(undefined), login: () => Promise.resolve(undefined) };
    assert.deepEqual(await credentialsFor(nobody, graphOf(gradioNode("app", "https://app.example"))), {});
    assert.deepEqual(await credentialsFor(nobody, undefined), {});
  });
});
