import assert from "node:assert/strict";
import { startCalling, type Caller } from "../../gradio/calling.ts";
import { completed, message, startScriptedApp, streamed, type Script } from "./support/scripted-app.ts";

describe("messages of a Gradio app that are none", () => {
  let caller: Caller;
  const open: { stop(): Promise<void> }[] = [];
  const stray: unknown[] = [];
  const onStray = (error: unknown) => void stray.push(error);
  before(async () => {
    caller = await startCalling({ limits: { silence: 2_000, answer: 2_000 } });
  });
  beforeEach(() => process.on("unhandledRejection", onStray));
  afterEach(async () => {
    for (const one of open.splice(0)) await one.stop();
    process.off("unhandledRejection", onStray);
    assert.deepEqual(stray.splice(0), [], "no promise may fail without anybody who waits for it");
  });
  after(() => caller.dispose());

  const app = async (script: Script) => {
    const started = await startScriptedApp(script);
    open.push(started);
    return started.url;
  };
  const saying = (...pieces: readonly (string | Buffer)[]) => app({ data: () => streamed(...pieces) });

  for (const words of ["[DONE]", "ping", "42", "null", '"text"', "[]", "true", '{"msg":7}', "{}"]) {
    it(`goes on after ${words}`, async () => {
      const url = await saying(`data: ${words}\n\n`, completed("said"));
      assert.deepEqual(await caller.call(url, "/say"), ["said"]);
    });
  }

  it("fails the call whose message is cut off, and says so", async () => {
    const url = await saying('data: {"msg":"process_completed","outp\n\n', completed("said"));
    const failure = await caller.failure(url, "/say");
    assert.match(
      failure.message,
      /^The connection to .* was lost while '\/say' ran: it sent a message that is/,
    );
  });

  it("takes messages whose bytes come in pieces of any size", async () => {
    const bytes = Buffer.from(
      `: a comment\nid: 1\n${message("process_starts")}\r\n${completed("žluťoučký 😀").replaceAll("\n", "\r\n")}`,
    );
    const url = await saying(...Array.from(bytes, (byte) => Buffer.from([byte])));
    assert.deepEqual(await caller.call(url, "/say"), ["žluťoučký 😀"]);
  });

  for (const fields of [
    { output: null },
    { success: true },
    { success: true, output: {} },
    { success: true, output: { data: "text" } },
    { success: true, output: { data: [], render_config: {} } },
    { success: false, output: 3 },
  ]) {
    it(`ends a call whose result is ${JSON.stringify(fields)}`, async () => {
      const url = await saying(message("process_completed", fields));
      await caller
        .start(url, "/say", {})
        .returned.catch((error: unknown) => assert.ok(error instanceof Error));
    });
  }

  it("is not led into the program's own prototypes", async () => {
    const generating = (data: readonly unknown[]) =>
      message("process_generating", { success: true, output: { data } });
    for (const path of [
      ["__proto__", "led"],
      ["constructor", "prototype", "led"],
    ]) {
      const url = await saying(generating([{}]), generating([[["replace", path, "astray"]]]), completed([]));
      const failure = await caller.failure(url, "/say");
      assert.match(
        failure.message,
        /was lost while '\/say' ran: it sent a change of a result that is no change/,
      );
      assert.equal(({} as { led?: unknown }).led, undefined);
    }
    for (const id of ["__proto__", "constructor", "toString"]) {
      const url = await saying(message("estimation", { event_id: id }), completed("said"));
      assert.deepEqual(await caller.call(url, "/say"), ["said"]);
      const joined = await app({ join: () => ({ body: `{"event_id":"${id}"}` }) });
      await caller
        .start(joined, "/say", {})
        .returned.catch((error: unknown) => assert.ok(error instanceof Error));
    }
  });

  it("applies the changes of a generator's results", async () => {
    const generating = (...data: readonly unknown[]) =>
      message("process_generating", { success: true, output: { data } });
    const url = await saying(
      generating({ list: ["a"] }),
      generating([
        ["add", ["list", 1], "b"],
        ["append", ["list", 0], "A"],
      ]),
      completed({ list: ["aA", "b"] }),
    );
    const call = caller.start(url, "/say", {});
    assert.deepEqual(await call.returned, [{ list: ["aA", "b"] }]);
  });
});
