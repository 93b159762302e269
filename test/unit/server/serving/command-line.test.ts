import assert from "node:assert/strict";
import { eventually } from "../../../support/eventually.ts";
import { Program } from "../../terminal/support/program.ts";
import { workflow } from "./support.ts";

describe("a served workflow from the command line", function () {
  this.timeout(60_000);

  const program = new Program();
  const file = program.write("workflow.ts", workflow);
  after(() => program.remove());

  it("serves nothing beyond this machine without a token or a login, and says how", async () => {
    for (const args of [["--host", "0.0.0.0"], []]) {
      const env: Record<string, string> = args.length > 0 ? {} : { GRADIO_SERVER_NAME: "0.0.0.0" };
      const { code, stderr } = await program.run(["serve", file, "--no-open", ...args], env);
      assert.equal(code, 2);
      assert.match(stderr, /--token .*--auth NAME:PASSWORD/);
    }
  });

  it("says what a port, a host or a login should be", async () => {
    for (const [args, says] of [
      [["--port", "http"], /'http' is no port/],
      [["--port", "70000"], /'70000' is no port\. Give a number up to 65535/],
      [["--host", "192.0.2.1", "--token"], /'192\.0\.2\.1' is no address of this machine/],
      [["--auth", "ada"], /NAME:PASSWORD, or a file/],
      [["--auth", "ada:"], /Neither may be empty/],
      [["--host", "0.0.0.0", "--auth", "ada:secret"], /password of 'ada' is easy.*at least 12 characters/],
      [["--share", "--auth", "ada:aaaaaaaaaaaaaaaa"], /password of 'ada'.*6 different/],
      [["--host", "0.0.0.0", "--token", "secret"], /the token is easy.*at least 16/],
      [["--allow-host", "daggr.example", "--token", "secret"], /the token is easy.*at least 16/],
    ] as const) {
      const { code, stderr } = await program.run([file, "--no-open", ...args]);
      assert.ok(code === 1 || code === 2, stderr);
      assert.match(stderr, says);
    }
  });

  it("says why a file is not loaded, and goes on to serve it", async () => {
    const broken = program.write("broken.ts", workflow.replace("{ words }", "{ wrods }"));
    const running = program.start([broken, "--no-open", "--json"]);
    await eventually("it says so", () => assert.match(running.stderr, /not loaded: .*wrods.*broken\.ts:3/));
    assert.match(running.stdout, /listening/);
    running.child.kill("SIGINT");
    await running.finished;
  });

  it("ends with the reason where its sheets cannot be kept", async () => {
    const data = program.write("data", "no folder");
    const { code, stdout, stderr } = await program.run([file, "--no-open", "--data", data]);
    assert.deepEqual([code, stdout.includes("is served at")], [1, true], stderr);
    assert.ok(stderr.includes(data), stderr);
  });

  it("takes the next free port only where none was asked for", async () => {
    const first = program.start([file, "--no-open", "--json"]);
    const port = await eventually("it listens", () => /127\.0\.0\.1:(\d+)/.exec(first.stdout)![1]!);
    const second = program.start([file, "--no-open", "--json"]);
    await eventually("it listens elsewhere", () => assert.match(second.stdout, /listening/));
    assert.notEqual(/127\.0\.0\.1:(\d+)/.exec(second.stdout)![1], port);
    const { code, stderr } = await program.run([file, "--no-open", "--port", port]);
    assert.deepEqual([code, /is taken/.test(stderr)], [1, true]);
    for (const { child, finished } of [first, second]) {
      child.kill("SIGINT");
      await finished;
    }
  });
});
