import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { defaults } from "../../../src/runtime/defaults.ts";
import { openWorkflow } from "../../../src/runtime/headless/workflow.ts";
import { createLookup } from "../../../src/runtime/check/lookup/create.ts";
import { registeredCredentials } from "../../../src/runtime/hub/registered-credentials.ts";
import {
  completed,
  message,
  soundConfig,
  soundInfo,
  startScriptedApp,
  streamed,
  type Script,
  type ScriptedApp,
} from "../gradio/support/scripted-app.ts";

import { Program } from "../terminal/support/program.ts";

/** No form of a token that anybody knows. */
const token = "my-strange-token-123456";
const password = "pass/wörd of ann";
const basic = Buffer.from(`user:${token}`).toString("base64");
const encoded = encodeURIComponent(password);

/** An app that repeats what it was given in every field that it may fill. */
const parrot: Script = {
  config: () => ({ body: { ...soundConfig, title: `App of ${token}` } }),
  info: () => ({
    body: JSON.parse(
      JSON.stringify(soundInfo).replaceAll('"label":"Text"', `"label":"Text of ${token}"`),
    ) as object,
  }),
  data: () =>
    streamed(
      message("log", { log: `a log with ${token}`, level: "info" }),
      message("log", { log: `${"x".repeat(9_990)}${token}`, level: "info" }),
      message("progress", { progress_data: [{ desc: `step ${encoded}`, index: 1, length: 2 }] }),
      message("process_generating", { success: true, output: { data: [{ sofar: [token] }] } }),
      completed({
        [`field ${token}`]: [{ deep: `Basic ${basic}` }, `?password=${encoded}`],
        file: {
          path: `/tmp/${token}.txt`,
          orig_name: `${token}.txt`,
          mime_type: `text/${token}`,
          meta: { _type: "gradio.FileData" },
        },
      }),
    ),
  other: () => ({ body: "content" }),
};

const failing: Script = {
  data: () =>
    streamed(
      message("process_completed", { success: false, output: { error: `no: ${token}`, title: password } }),
    ),
};

const code = (
  app: string,
  broken: string,
) => `import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FnNode, GradioNode, Graph, gr } from "daggr";

const token = readFileSync(${JSON.stringify("TOKEN_FILE")}, "utf8");
const said = new GradioNode(${JSON.stringify(app)}, { apiName: "/say", inputs: { text: token }, outputs: { said: gr.JSON() } });
const failing = new GradioNode(${JSON.stringify(broken)}, { apiName: "/say", inputs: {}, outputs: { never: gr.JSON() } });
const own = new FnNode(async function* ({ said }, context) {
  console.log("printed " + token + " and " + token.slice(0, 9) + "\\u001b[1m" + token.slice(9));
  yield { list: ["so far " + token], file: null };
  while (!existsSync(${JSON.stringify("TOKEN_FILE")} + ".seen")) await new Promise((resolve) => setTimeout(resolve, 10));
  const path = join(context.files, token + ".txt");
  writeFileSync(path, "content");
  return { list: [{ [token]: "Basic " + Buffer.from("user:" + token).toString("base64") }], file: path };
}, { inputs: { said: said.said }, outputs: { list: gr.JSON(), file: gr.File() } });
const drawn = new FnNode(({ x }) => x.length, { inputs: { x: () => "drawn " + token }, outputs: { n: gr.Number() } });
const each = new FnNode(({ x }) => { throw new Error("broke with " + JSON.stringify(x) + token); }, {
  inputs: { x: own.list.each }, outputs: { never: gr.Textbox() } });
export default new Graph({ name: "Leaks", nodes: [said, failing, own, drawn, each] });
`;

/** The paths and contents of all files below a folder. */
function everythingIn(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return entry.isFile() ? `${path}\n${readFileSync(path, "latin1")}` : path;
    })
    .join("\n");
}

function assertNone(text: string, where: string): void {
  for (const form of [
    token,
    password,
    encoded,
    basic.slice(8, -2),
    Buffer.from(password).toString("latin1"),
  ]) {
    const at = text.indexOf(form);
    assert.ok(at < 0, `${where} holds '${form}': ${text.slice(Math.max(0, at - 200), at + 100)}`);
  }
}

describe("a token in use, of a form that nobody knows", function () {
  this.timeout(60_000);
  let folder: string;
  const apps: ScriptedApp[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-secrets-"));
  });
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.stop();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const start = async (script: Script) => {
    const app = await startScriptedApp(script);
    apps.push(app);
    return app.url;
  };
  const credentials = {
    huggingFaceToken: () => Promise.resolve(token),
    login: () => Promise.resolve({ user: "ann", password }),
  };

  it("is in no result, message, name or journal, whoever repeats it", async () => {
    const tokenFile = join(folder, "token-file");
    await writeFile(tokenFile, token);
    const file = join(folder, "workflow.ts");
    const text = code(await start(parrot), await start(failing));
    await writeFile(file, text.replaceAll("TOKEN_FILE", tokenFile));
    const data = join(folder, "data");
    const cache = join(folder, "cache");
    const told: unknown[] = [];
    const opened = await openWorkflow({
      file,
      data,
      cache,
      folder,
      dist: inRoot("dist"),
      settings: defaults,
      credentials,
      log: (line) => void told.push(line),
    });
    if (opened.type === "failed") assert.fail(opened.failure.message);
    const { workflow } = opened;
    // As a login that is used is registered.
    await registeredCredentials(credentials, {}).login("http://127.0.0.1");
    await workflow.onNodeState((node, change) => {
      told.push([node, change]);
      // The function goes on once its first value was seen.
      if (JSON.stringify(change).includes("so far")) writeFileSync(`${tokenFile}.seen`, "");
    });
    await workflow.onPrinted((node, lines) => void told.push([node, lines]));
    const outcome = await workflow.run();
    await workflow.close();

    const all = JSON.stringify([outcome, told]);
    for (const node of ["said", "own", "drawn"])
      assert.ok(outcome.report.results[node], `${node}: ${JSON.stringify(outcome.failures)}`);
    assert.deepEqual(
      outcome.report.results["drawn"],
      { n: `drawn ${token}`.length },
      "the call itself gets it",
    );
    assert.match(
      JSON.stringify(outcome.report.results["said"]),
      /"field \[secret\]":\[\{"deep":"Basic .*\[secret\]/,
    );
    assert.match(JSON.stringify(outcome.report.results["own"]), /\{"\[secret\]":"Basic /);
    for (const part of [
      "a log with [secret]",
      "printed [secret] and [secret]",
      "so far [secret]",
      "no: [secret]",
      "broke with",
    ])
      assert.ok(all.includes(part), `${part} was not seen: ${all.slice(0, 3000)}`);
    assertNone(all, "what was told");
    const kept = everythingIn(data);
    assert.ok(
      kept.includes("[secret].txt") && kept.includes('"deep":"Basic'),
      "the results are there to be read",
    );
    assertNone(kept, "the data folder");
  });

  it("is not in the cache of APIs, nor in what is told of them", async () => {
    const cacheFolder = join(folder, "apis");
    const env = { HF_ENDPOINT: "http://127.0.0.1:9", HF_HOME: folder };
    const { lookup } = createLookup({ cache: cacheFolder, credentials, env });
    const url = await start(parrot);
    await lookup.apiOf(url);
    const kept = everythingIn(cacheFolder);
    assert.ok(kept.includes("Text of [secret]"), kept);
    assertNone(kept, "the cache");
  });

  it("is not printed by the terminal", async () => {
    const program = new Program();
    try {
      const file = program.write(
        "leak.ts",
        `import { FnNode, Graph, gr } from "daggr";
const said = new FnNode(() => (console.log("printed ${token}"), "returned ${token}"), { inputs: {}, outputs: { said: gr.Textbox() } });
const failed = new FnNode(() => { throw new Error("thrown ${token}"); }, { inputs: {}, outputs: { never: gr.Textbox() } });
export default new Graph({ name: "Leak", nodes: [said, failed] });
`,
      );
      for (const more of [[], ["--json"]]) {
        const { stdout, stderr } = await program.run(["run", file, ...more], { HF_TOKEN: token });
        for (const words of ["printed", "returned", "thrown"])
          assert.ok(`${stdout}${stderr}`.includes(`${words} [secret]`), `${words}: ${stdout}${stderr}`);
        assertNone(stdout + stderr, "the terminal");
      }
    } finally {
      program.remove();
    }
  });
});
