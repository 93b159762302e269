import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunReport } from "../../../src/runtime/headless/run-report.ts";
import { startHub, type LocalHub } from "../../support/hub.ts";
import { Program } from "./support/program.ts";

describe("a Space that a workflow wants to run on this machine, in the terminal", function () {
  this.timeout(60_000);
  const program = new Program();
  let hub: LocalHub;
  before(async () => void (hub = await startHub({ "ann/good": { url: "http://127.0.0.1:9" } })));
  after(async () => {
    await hub.stop();
    program.remove();
  });

  it("needs --allow-local where nobody is at the terminal", async () => {
    const file = program.write(
      "local.ts",
      `import { GradioNode, Graph, gr } from "daggr";
const said = new GradioNode("ann/good", { apiName: "/say", inputs: {}, outputs: { said: gr.Textbox() }, runLocally: true, validate: false });
export default new Graph({ name: "Local", nodes: [said] });
`,
    );
    // Without any program, an allowed Space gets no further than to git.
    const env = {
      ...hub.env,
      HF_HOME: join(program.folder, "home"),
      PATH: program.folder,
      DAGGR_LOCAL_NO_FALLBACK: "1",
    };
    const refused = await program.run(["run", file], env);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /The Space "ann\/good" may not run on this machine: nobody has allowed it/);
    assert.match(refused.stderr, /--allow-local ann\/good/);
    const other = await program.run(["run", file, "--allow-local", "eve/good"], env);
    assert.match(other.stderr, /nobody has allowed it/);
    for (const more of [["--allow-local", "ann/good"], []]) {
      const { value } = await program.json<RunReport>(["run", file, ...more], env);
      assert.match(
        value.errors["said"]?.message ?? "",
        /Git is not installed/,
        "allowed, also the next time",
      );
    }
  });
});
