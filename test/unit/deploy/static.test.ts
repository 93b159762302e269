import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startHub, type LocalHub } from "../../support/hub.ts";
import { Program } from "../terminal/support/program.ts";

const flow = `import { FnNode, Graph, gr } from "daggr";
const loud = new FnNode(({ text }) => text.toUpperCase(), {
  name: "loud",
  inputs: { text: gr.Textbox({ value: "hello from a sheet" }) },
  outputs: { text: gr.Textbox() },
});
export default new Graph({ name: "Loud", nodes: [loud] });
`;

describe("daggr deploy --static", function () {
  this.timeout(60_000);
  const token = "hf_ofAnAccountWithoutPro";
  let program: Program;
  let hub: LocalHub;
  let env: Readonly<Record<string, string>>;
  beforeEach(async () => {
    program = new Program();
    program.write("flow.ts", flow);
    hub = await startHub();
    hub.accounts.set(token, { name: "tester", mayWrite: true, free: true });
    hub.stagesOfBuild = ["RUNNING"];
    env = { ...hub.env, HF_TOKEN: token };
    assert.equal((await program.run(["run", "flow.ts", "--data", "sheets"])).code, 0);
  });
  afterEach(async () => {
    program.remove();
    await hub.stop();
  });

  const deploy = (...more: string[]) => program.run(["deploy", "flow.ts", ...more], env);

  it("puts a sheet with its results on a Space of an account that may have no other", async () => {
    const refused = await deploy();
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /asks for a payment[^]*add --static/);
    assert.equal(hub.spaces.size, 0);

    const { code, stderr } = await deploy("--static", "--data", "sheets", "--private");
    assert.equal(code, 0, stderr);
    const { sdk, repository, ...space } = hub.spaces.get("tester/loud")!;
    assert.deepEqual([sdk, space.private, space.tags], ["static", true, ["daggr"]]);
    const files = new Map([...repository!.files].map(([path, bytes]) => [path, bytes.toString()]));
    assert.deepEqual([...files.keys()].sort(), ["README.md", "index.html"]);
    assert.match(files.get("index.html") ?? "", /HELLO FROM A SHEET/);
    assert.doesNotMatch(files.get("README.md") ?? "", /hf_oauth|app_port/);
  });

  it("takes the place of a Space that ran", async () => {
    hub.accounts.set(token, { name: "tester", mayWrite: true });
    assert.equal((await deploy()).code, 0);
    assert.equal((await deploy("--static", "--data", "sheets")).code, 0);
    const { sdk, repository } = hub.spaces.get("tester/loud")!;
    assert.deepEqual([sdk, [...repository!.files.keys()].sort()], ["static", ["README.md", "index.html"]]);
  });

  it("writes the page without an account", async () => {
    const out = join(program.folder, "page");
    const { code } = await deploy(
      "--static",
      "--data",
      "sheets",
      "--dry-run",
      "--out",
      out,
      "--sheet",
      "Sheet 1",
    );
    assert.equal(code, 0);
    assert.match(readFileSync(join(out, "index.html"), "utf8"), /HELLO FROM A SHEET/);
    assert.deepEqual(
      hub.requests.filter(({ method }) => method !== "GET"),
      [],
    );
  });

  it("says which options have no meaning there, and which sheet is not there", async () => {
    const cases: readonly (readonly [string[], RegExp])[] = [
      [["--static", "--data", "sheets", "--secret", "KEY=text"], /--secret has no meaning/],
      [["--static", "--data", "sheets", "--sheet", "Sheet 2"], /no sheet 'Sheet 2'.*Sheet 1/],
      [["--static", "--data", "nowhere"], /No sheets are kept in/],
      [["--data", "sheets"], /--static/],
    ];
    for (const [options, message] of cases) {
      const { code, stderr } = await deploy(...options);
      assert.match(stderr, message);
      assert.equal(code, 2, stderr);
    }
    assert.deepEqual(
      hub.requests.filter(({ method }) => method !== "GET"),
      [],
    );
  });
});
