import assert from "node:assert/strict";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { RunReport } from "../../../src/runtime/headless/run-report.ts";
import { eventually } from "../../support/eventually.ts";
import { startHub, testToken, type LocalHub } from "../../support/hub.ts";
import { freePort } from "../../support/ports.ts";
import { Program } from "../terminal/support/program.ts";

const flow = `import { readFileSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";
import { shout } from "@lib/shout";
import { version } from "./package.json";

const loud = new FnNode(({ text, picture }) => shout(text) + readFileSync(new URL("./data/end.txt", import.meta.url), "utf8") + version + picture, {
  name: "loud",
  inputs: { text: gr.Textbox({ value: "hello" }), picture: "./cat.svg" },
  outputs: { text: gr.Textbox() },
});
export default new Graph({ name: "Loud: Words & Co", nodes: [loud] });
`;

describe("daggr deploy in the terminal", function () {
  this.timeout(60_000);
  let program: Program;
  let hub: LocalHub;
  beforeEach(async () => {
    program = new Program();
    for (const folder of ["lib", "data"]) mkdirSync(join(program.folder, folder));
    program.write("flow.ts", flow);
    program.write("lib/shout.ts", "export const shout = (text: string) => text.toUpperCase();\n");
    program.write("data/end.txt", "!");
    program.write("cat.svg", "<svg/>");
    program.write("notes.txt", "not for others");
    program.write(".env", "API_KEY=a secret of the file\nOTHER=more");
    program.write(
      "package.json",
      JSON.stringify({ name: "loud", version: "7", type: "module", scripts: { install: "exit 1" } }),
    );
    program.write("tsconfig.json", JSON.stringify({ compilerOptions: { paths: { "@lib/*": ["./lib/*"] } } }));
    hub = await startHub();
  });
  afterEach(async () => {
    program.remove();
    await hub.stop();
  });

  const own = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes(join(folder, "daggr")))
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();

  async function dryRun(...more: string[]): Promise<string> {
    const { code, value } = await program.json<{
      readonly folder: string;
      readonly files: readonly string[];
    }>(["deploy", "flow.ts", "--dry-run", ...more]);
    assert.equal(code, 0);
    for (const file of value.files) statSync(join(value.folder, file));
    return value.folder;
  }

  it("writes the folder without an account: the workflow's files, the engine, the image and the page of the Space", async () => {
    const folder = await dryRun("--include", "data", "--title", 'The "loud" one', "--storage");
    assert.equal(folder, join(program.folder, "loud-words-co-space"));
    assert.deepEqual(own(folder), [
      "Dockerfile",
      "README.md",
      ...["cat.svg", "data/end.txt", "flow.ts", "lib/shout.ts", "package.json", "tsconfig.json"].map(
        (name) => `workflow/${name}`,
      ),
    ]);
    const readme = readFileSync(join(folder, "README.md"), "utf8");
    for (const line of [
      'title: "The \\"loud\\" one"',
      "sdk: docker",
      "app_port: 7860",
      "hf_oauth: true",
      "  - daggr",
    ])
      assert.ok(readme.split("---\n")[1]?.split("\n").includes(line), line);
    const image = readFileSync(join(folder, "Dockerfile"), "utf8");
    assert.match(image, /^FROM node:\d+-slim$[^]*^USER node$[^]*^EXPOSE 7860$/m);
    assert.deepEqual(commandOf(folder), [
      ...["node", "daggr/dist/daggr.cjs", "serve", "workflow/flow.ts"],
      ...["--host", "0.0.0.0", "--port", "7860", "--no-open", "--no-reload", "--data", "/data/daggr"],
    ]);
    // Nothing is installed where nothing is imported.
    assert.doesNotMatch(image, /npm/);
    assert.deepEqual(JSON.parse(readFileSync(join(folder, "workflow/package.json"), "utf8")), {
      private: true,
      name: "loud",
      version: "7",
      type: "module",
    });
    const engine = readdirSync(join(folder, "daggr/dist"));
    for (const file of ["daggr.cjs", "typescript.cjs", "webview"]) assert.ok(engine.includes(file), file);
    for (const file of ["extension.cjs", "hub.cjs", "lib"]) assert.ok(!engine.includes(file), file);
  });

  it("writes it anew over an earlier one, and over nothing else", async () => {
    const folder = await dryRun("--out", "space");
    program.write("space/workflow/old.ts", "old");
    program.write("space/NOTES.md", "mine");
    await dryRun("--out", "space");
    assert.ok(!own(folder).includes("workflow/old.ts"));
    assert.ok(own(folder).includes("NOTES.md"));
    const { code, stderr } = await program.run(["deploy", "flow.ts", "--dry-run", "--out", "data"]);
    assert.equal(code, 1);
    assert.match(stderr, /folder .*data is not empty.*\n.*--out/);
    assert.deepEqual(readdirSync(join(program.folder, "data")), ["end.txt"]);
  });

  it("says which variables of a .env file are not uploaded, and takes secrets from it without showing them", async () => {
    const { stderr } = await program.run(["deploy", "flow.ts", "--dry-run", "--secret", "API_KEY"]);
    assert.match(stderr, /^\.env is not uploaded\. It sets OTHER\.\n.*--secret OTHER$/m);
    const env = { ...hub.env, HF_TOKEN: testToken };
    const { code, value } = await program.json<{ readonly space: string }>(
      [
        "deploy",
        "flow.ts",
        "--include",
        "data",
        "--secret",
        "API_KEY",
        "--secret",
        "B=given secret",
        "--variable",
        "C=c",
      ],
      env,
    );
    assert.deepEqual([code, value.space], [0, "tester/loud-words-co"]);
    const { repository } = hub.spaces.get("tester/loud-words-co")!;
    assert.deepEqual(repository?.secrets, { API_KEY: "a secret of the file", B: "given secret" });
    assert.deepEqual(repository?.variables, { C: "c" });
    for (const [path, bytes] of repository.files)
      assert.ok(!/secret of the file|given secret/.test(bytes.toString("latin1")), path);
    const failed = await program.run(["deploy", "flow.ts", "--secret", "NOWHERE"], env);
    assert.equal(failed.code, 2);
    assert.match(failed.stderr, /no value for the secret NOWHERE/);
    assert.equal((await program.run(["deploy", "flow.ts", "--secret", "my secret=text"], env)).code, 2);
    const weak = await program.run(["deploy", "flow.ts", "--secret", "DAGGR_TOKEN=secret"], env);
    assert.match(weak.stderr, /DAGGR_TOKEN is easy to guess.*at least 16/);
  });

  it("shows upload and build, and prints the address", async () => {
    hub.spaces.set("tester/loud", { tags: ["daggr"], url: "https://tester-loud.hf.space" });
    const { code, stdout, stderr } = await program.run(
      ["deploy", "flow.ts", "-n", "loud", "--include", "data"],
      {
        ...hub.env,
        HF_TOKEN: testToken,
      },
    );
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "https://tester-loud.hf.space\n");
    for (const text of [
      /Updating tester\/loud/,
      /Uploaded 1 of \d+ large files/,
      /Uploading \d+ files/,
      /being built/,
      /runs\./,
    ])
      assert.match(stderr, text);
    assert.doesNotMatch(stderr, /Warning/);
  });

  it("prints the end of the build log and fails where the Space does not run", async () => {
    hub.stagesOfBuild = ["BUILDING", "BUILD_ERROR"];
    hub.spaces.set("tester/loud", {
      tags: ["daggr"],
      repository: {
        ...{ files: new Map(), secrets: {}, variables: {}, volumes: [], coming: [] },
        logs: { build: ["npm error \u001b[2Jcode E404"] },
      },
    });
    const { code, stderr } = await program.run(["deploy", "flow.ts", "-n", "loud"], {
      ...hub.env,
      HF_TOKEN: testToken,
    });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /tester\/loud does not run \(BUILD_ERROR\)[^]*npm error code E404[^]*spaces\/tester\/loud\?logs=build/,
    );
  });

  it("stops at Ctrl-C, and says that what was uploaded goes on", async () => {
    hub.stagesOfBuild = Array.from({ length: 1000 }, () => "BUILDING");
    const running = program.start(["deploy", "flow.ts", "-n", "loud"], { ...hub.env, HF_TOKEN: testToken });
    await eventually("it is built", () => assert.match(running.stderr, /being built/));
    running.child.kill("SIGINT");
    const { code, stderr } = await running.finished;
    assert.equal(code, 130);
    assert.match(stderr, /Stopped\. .*spaces\/tester\/loud/);
  });

  it("tells each import that leaves the folder, with its line, and loads nothing of the Hub", async () => {
    program.write(
      "lib/inner.ts",
      `import { FnNode, Graph } from "daggr";\nimport { shout } from "../lib/shout.ts";\nimport { x } from "../x.ts";\nexport default new Graph({ name: shout(x), nodes: [new FnNode(() => 1, {})] });\n`,
    );
    program.write("x.ts", `export const x = "x";`);
    const { code, stderr } = await program.run(["deploy", "lib/inner.ts", "--dry-run"], hub.env);
    assert.equal(code, 1);
    assert.match(stderr, /'\.\.\/x\.ts' leaves the folder.*inner\.ts:3\)\n.*--root/);
    assert.equal(
      (await program.run(["deploy", "lib/inner.ts", "--dry-run", "--root", "."], hub.env)).code,
      0,
    );
    assert.deepEqual(hub.requests, []);
  });

  describe("the folder, with plain Node and nothing else", () => {
    let place: string;
    beforeEach(async () => {
      place = realpathSync(mkdtempSync(join(tmpdir(), "daggr-space-")));
      cpSync(await dryRun("--include", "data"), join(place, "app"), { recursive: true });
      program.remove();
    });
    afterEach(() => rmSync(place, { recursive: true, force: true }));

    /** As the image runs it: in its folder, with no variables of this process. */
    const start = (command: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      spawn(process.execPath, command.slice(1), {
        cwd: join(place, "app"),
        env: { HOME: place, PATH: "/nowhere", ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });

    it("runs the workflow: its modules, aliases, data and manifest are there", async () => {
      const child = start(["node", "daggr/dist/daggr.cjs", "run", "workflow/flow.ts", "--json"]);
      let output = "";
      child.stdout.on("data", (chunk) => (output += String(chunk)));
      await once(child, "close");
      const report = JSON.parse(output) as RunReport;
      assert.deepEqual([report.results, report.errors], [{ loud: { text: "HELLO!7./cat.svg" } }, {}]);
    });

    /** Runs the image's own command on a free port until `use` is done. */
    async function served(
      replaced: Readonly<Record<string, string>>,
      env: Readonly<Record<string, string>>,
      use: (address: string) => Promise<void>,
    ): Promise<void> {
      const port = String(await freePort());
      const words = { ...replaced, "7860": port };
      const command = commandOf(join(place, "app")).map((word) => words[word as keyof typeof words] ?? word);
      const child = start(command, env);
      const ended = once(child, "close");
      try {
        const [line] = (await Promise.race([
          once(child.stdout, "data"),
          ended.then(() => Promise.reject(new Error(`it ended: ${String(child.stderr.read())}`))),
        ])) as [Buffer];
        assert.match(line.toString(), /is served at http:/);
        await use(`http://127.0.0.1:${port}`);
      } finally {
        child.kill("SIGTERM");
        await ended;
      }
    }

    it("serves it by the image's own command", () =>
      served({ "0.0.0.0": "127.0.0.1" }, {}, async (address) => {
        const page = await fetch(address);
        assert.equal(page.status, 200);
        assert.match(await page.text(), /<!doctype html>/);
        const call = await fetch(`${address}/api/call`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ inputs: { loud__text: "from afar" } }),
        });
        assert.deepEqual(await call.json(), { outputs: { loud: { text: "FROM AFAR!7./cat.svg" } } });
      }));

    it("lets in people with an account, and programs with the token that is a secret of the Space", () =>
      served(
        {},
        {
          ...{ SPACE_ID: "tester/loud", SPACE_HOST: "tester-loud.hf.space" },
          ...{ OAUTH_CLIENT_ID: "client", OAUTH_CLIENT_SECRET: "secret of the client" },
          ...{ OPENID_PROVIDER_URL: hub.url, DAGGR_TOKEN: "token-of-the-programs" },
        },
        async (address) => {
          const stranger = await fetch(address, { headers: { accept: "text/html" } });
          assert.match(await stranger.text(), /Log in with Hugging Face/);
          const program = await fetch(address, {
            headers: { authorization: "Bearer token-of-the-programs" },
          });
          assert.equal(program.status, 200);
          assert.doesNotMatch(await program.text(), /Log in with/);
          assert.notEqual((await fetch(`${address}/api/schema`)).status, 200);
        },
      ));
  });
});

function commandOf(folder: string): readonly string[] {
  const [, command] = /^CMD (.+)$/m.exec(readFileSync(join(folder, "Dockerfile"), "utf8")) ?? [];
  return JSON.parse(command ?? "[]") as string[];
}
