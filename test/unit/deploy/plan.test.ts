import assert from "node:assert/strict";
import { planSpace } from "../../../src/deploy/plan.ts";
import { checkSpaceName, spaceNameOf } from "../../../src/deploy/space-name.ts";
import { DeployError } from "../../../src/deploy/deploy-error.ts";
import { dockerfile } from "../../../src/deploy/folder/dockerfile.ts";
import type { GraphDescription, StepDescription } from "../../../src/runtime/graph/description.ts";
import { processBundles } from "../process/support/bundles.ts";
import { Project } from "./support/project.ts";

const common = {
  named: true,
  code: "",
  hasPreprocess: false,
  hasPostprocess: false,
  inputs: [],
  outputs: [],
};
const local: StepDescription = {
  ...{ ...common, name: "painter", kind: "gradio", space: "ann/painter", apiName: "/paint" },
  ...{ runLocally: true, validate: true },
};
const near: StepDescription = {
  ...{ ...common, name: "near", kind: "gradio", space: "http://127.0.0.1:7860", apiName: "/say" },
  ...{ runLocally: false, validate: true },
};
const model: StepDescription = { ...common, name: "chat", kind: "inference", model: "ann/chat" };
const graph: GraphDescription = {
  name: "Graph",
  allowedPaths: ["./inside", "/srv/pictures"],
  nodes: [{ ...common, name: "either", kind: "choice", variants: [local, model, near] }],
};

describe("The plan of a Space", () => {
  let project: Project;
  beforeEach(() => {
    project = new Project({
      "package.json": JSON.stringify({ name: "mine", version: "1", devDependencies: { one: "^1" } }),
      "flow.ts": `import { Graph } from "daggr";\nimport one from "one";\nimport "./sub/b.js";\none;`,
      "sub/package.json": JSON.stringify({ type: "commonjs", private: false }),
      "sub/b.js": "module.exports = 1;",
    });
    project.install("one", "1.2.3");
  });
  afterEach(() => project.remove());

  it("installs the imported packages, and keeps what decides how files run", async () => {
    const plan = planSpace({
      ...{ file: project.path("flow.ts"), root: project.folder, dist: await processBundles() },
      ...{ cache: project.path(".cache"), graphs: [graph], title: "Flow", include: [] },
    });
    const texts = new Map(
      plan
        .files({ storage: false })
        .map(({ place, content }) => [place, "text" in content ? content.text : undefined]),
    );
    assert.match(
      texts.get("Dockerfile") ?? "",
      /COPY .*workflow\/package\.json workflow\/\nRUN cd workflow && npm install --omit=dev[^]*COPY [^\n]* \. \./,
    );
    assert.deepEqual(JSON.parse(texts.get("workflow/package.json") ?? ""), {
      private: true,
      name: "mine",
      dependencies: { one: "1.2.3" },
    });
    assert.deepEqual(JSON.parse(texts.get("workflow/sub/package.json") ?? ""), {
      private: true,
      type: "commonjs",
    });
    assert.ok(texts.has("workflow/sub/b.js"));
    assert.deepEqual(
      plan.notes.map(({ message }) => message),
      [
        "'painter' runs ann/painter locally. The image has neither git nor Python for that.",
        "'near' calls http://127.0.0.1:7860, an address of this machine or network. A Space does not reach it.",
        "The graph 'Graph' allows the path '/srv/pictures', which a Space does not have.",
      ],
    );
    assert.deepEqual(plan.models, ["ann/chat"]);
  });

  it("serves the graph that was asked for, and keeps sheets in the volume where there is one", () => {
    const command = (storage: boolean, name?: string) =>
      /^CMD (.+)$/m.exec(
        dockerfile({ entry: "workflow/a b.ts", graph: name, packages: false, storage }),
      )?.[1];
    const words = JSON.parse(command(true, 'My "graph"') ?? "[]") as string[];
    assert.deepEqual(words.slice(3), [
      ...["workflow/a b.ts", "--graph", 'My "graph"', "--host", "0.0.0.0", "--port", "7860"],
      ...["--no-open", "--no-reload", "--data", "/data/daggr"],
    ]);
    assert.doesNotMatch(command(false) ?? "", /--data|--graph/);
  });

  it("names the Space after the graph, in letters that the Hub takes", () => {
    const names = ["Transparent Background", "  Häuser & Türme_2 ", "日本", "a".repeat(200)];
    const made = names.map(spaceNameOf);
    assert.deepEqual(made, ["transparent-background", "hauser-turme-2", "daggr-app", "a".repeat(96)]);
    for (const name of [...made, "A.b_c-1"]) checkSpaceName(name);
    for (const name of ["", "a b", "a--b", "-a", "a.", "a..b", "a/b", "a".repeat(97), "a.git"])
      assert.throws(() => checkSpaceName(name), DeployError, name);
  });
});
