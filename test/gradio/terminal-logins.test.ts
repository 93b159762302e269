import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { pythonOf } from "../../scripts/lib/python.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import type { RunReport } from "../../src/runtime/headless/run-report.ts";
import type { PrintedDiagnostic } from "../../src/runtime/check/printed-diagnostic.ts";
import { sharedApp } from "../support/gradio.ts";
import { Program } from "../unit/terminal/support/program.ts";

const atTerminal = fileURLToPath(new URL("../support/at-terminal.py", import.meta.url));
const env = { HF_ENDPOINT: "http://127.0.0.1:9" };

function workflow(address: string): string {
  return `import { GradioNode, Graph, gr } from "daggr";
const ask = new GradioNode("${address}", { apiName: "/secret", inputs: { text: "x" }, outputs: { said: gr.Textbox() } });
export default new Graph({ name: "Behind a login", nodes: [ask] });
`;
}

describe("logins in the terminal", function () {
  this.timeout(120_000);
  const program = new Program();
  let url: string;
  before(async () => void (url = (await sharedApp("login")).url));
  after(() => program.remove());

  /** All files that the program wrote. */
  const written = () =>
    ["cache", "data"].flatMap((folder) =>
      readdirSync(join(program.folder, folder), { recursive: true, encoding: "utf8" })
        .map((name) => join(program.folder, folder, name))
        .filter((path) => statSync(path).isFile()),
    );

  it("work in an address, and stand in no message, report, sheet or cache", async () => {
    const right = program.write("right.ts", workflow(url.replace("//", "//daggr:open%20sesame@")));
    const wrong = program.write("wrong.ts", workflow(url.replace("//", "//daggr:opensesame@")));
    for (const again of [false, true]) {
      const { value, stderr } = await program.json<RunReport>(["run", right, "--data", "data"], env);
      assert.deepEqual(value.results, { ask: { said: "secret x" } });
      assert.deepEqual(value.reused, again ? ["ask"] : []);
      assert.ok(!/sesame/.test(JSON.stringify([value, stderr])));
    }
    const failed = await program.run(["run", wrong, "--data", "data"], env);
    assert.equal(failed.code, 1);
    assert.match(
      failed.stderr,
      /'http:\/\/daggr@127\.0\.0\.1:\d+' does not accept the user name and password/,
    );
    const misspelt = program.write(
      "misspelt.ts",
      workflow(url.replace("//", "//daggr:open%20sesame@")).replace("/secret", "/secrett"),
    );
    const checked = await program.run(["check", misspelt, wrong], env);
    assert.match(checked.stdout, /API endpoint '\/secrett' not found in 'http:\/\/daggr@127/);
    for (const { stdout, stderr } of [failed, checked]) assert.ok(!/sesame/.test(stdout + stderr));
    const paths = written();
    assert.ok(paths.some((path) => path.includes("apis")) && paths.some((path) => path.includes("journal")));
    for (const path of paths) assert.ok(!/sesame/.test(readFileSync(path, "latin1")), path);
  });

  it("come from DAGGR_LOGIN_ and the app's host and port, whose name is told", async () => {
    const file = program.write("plain.ts", workflow(url));
    const variable = `DAGGR_LOGIN_127_0_0_1_${new URL(url).port}`;
    const { value } = await program.json<{ diagnostics: PrintedDiagnostic[] }>(["check", file], env);
    const [told] = value.diagnostics;
    assert.equal(told?.code, "unverified");
    assert.ok(told.message.includes(`set ${variable} to its user name, a colon and the password`));
    assert.deepEqual(
      told.fixes.map(({ title }) => title),
      [`Sign in to ${new URL(url).host}`],
    );
    const without = await program.run(["run", file], env);
    assert.ok(without.stderr.includes(`set ${variable} to`), without.stderr);
    const given = { ...env, [variable]: "daggr:open sesame" };
    const checked = await program.json<{ diagnostics: PrintedDiagnostic[] }>(["check", file], given);
    assert.deepEqual(checked.value.diagnostics, []);
    const run = await program.json<RunReport>(["run", file], given);
    assert.deepEqual(run.value.results, { ask: { said: "secret x" } });
  });

  it("are asked for where somebody is at the terminal; the password does not show", async () => {
    const file = program.write("asked.ts", workflow(url));
    const ask = async (args: readonly string[], secret: string) =>
      promisify(execFile)(
        pythonOf("gradio-6"),
        [
          atTerminal,
          JSON.stringify([
            ["User name: ", "daggr"],
            ["Password: ", secret],
          ]),
          process.execPath,
          inRoot("dist", "daggr.cjs"),
          ...args,
        ],
        { env: { ...process.env, ...env, DAGGR_CACHE: join(program.folder, "fresh") } },
      );
    const { stdout } = await ask(["run", file], "open sesame");
    assert.match(stdout, /said: secret x/);
    assert.ok(!stdout.includes("sesame"));
    assert.match((await ask(["api", url], "open sesame")).stdout, /\/secret/);
    await assert.rejects(
      ask(["run", file], "wrong"),
      ({ code, stdout: shown }: { code: number; stdout: string }) => {
        assert.equal(code, 1);
        assert.match(shown, /does not accept the user name and password/);
        return true;
      },
    );
  });
});
