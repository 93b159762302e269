import assert from "node:assert/strict";
import type { ClientSession, Work } from "../../../../src/server/gradio-app/calls/client-session.ts";
import {
  ClientSessions,
  TooManyCallsError,
} from "../../../../src/server/gradio-app/calls/client-sessions.ts";
import type { StreamMessage } from "../../../../src/server/gradio-app/calls/messages.ts";

const ada = { user: "ada" };
const bob = { user: "bob" };
const forEver = new AbortController().signal;

/** Runs until it is stopped. */
const endless: Work = (report, signal) => {
  report({ msg: "process_starts", eta: null });
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
};
const brief: Work = async (report) => {
  await Promise.resolve();
  report({ msg: "process_completed", output: {}, success: true });
};

/** The news of a session one by one, as its reader hears them. */
async function* read(session: ClientSession | undefined, left = forEver): AsyncGenerator<StreamMessage> {
  for await (const messages of session!.read(left)) yield* messages;
}

describe("sessions of Gradio's clients", () => {
  let sessions: ClientSessions;
  beforeEach(() => (sessions = new ClientSessions()));
  afterEach(() => sessions.close());

  it("tell a reader all news of their calls, and end with the last one", async () => {
    sessions.begin(ada, "s", 0, brief);
    const told: string[] = [];
    for await (const { msg } of read(sessions.find(ada, "s"))) told.push(msg);
    assert.deepEqual(told, ["process_completed", "close_stream"]);
    assert.equal(sessions.find(ada, "s"), undefined);
  });

  it("lose no call that is made while the stream of the one before it is closed", async () => {
    sessions.begin(ada, "s", 0, brief);
    const told: string[] = [];
    for await (const { msg } of read(sessions.find(ada, "s"))) {
      if (msg === "process_completed" || msg === "close_stream") sessions.begin(ada, "s", 0, brief);
      told.push(msg);
    }
    assert.deepEqual(told, ["process_completed", "close_stream"]);
    let ended = 0;
    for await (const { msg } of read(sessions.find(ada, "s"))) if (msg === "process_completed") ended += 1;
    assert.equal(ended, 2);
  });

  it("send the end of the last call and the end of the stream in one piece", async () => {
    sessions.begin(ada, "s", 0, brief);
    const pieces: string[][] = [];
    for await (const messages of sessions.find(ada, "s")!.read(forEver))
      pieces.push(messages.map(({ msg }) => msg));
    assert.deepEqual(pieces, [["process_completed", "close_stream"]]);
  });

  it("stop all calls of an endpoint where no id is told, and no others", async () => {
    const stopped: number[] = [];
    for (const endpoint of [1, 2, 1])
      sessions.begin(ada, "s", endpoint, async (report, signal) => {
        await endless(report, signal);
        stopped.push(endpoint);
      });
    sessions.find(ada, "s")!.cancelAllOf(1);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(stopped, [1, 1]);
    assert.equal(sessions.find(ada, "s")!.running, 1);
  });

  it("are found by their own visitor only", () => {
    const event = sessions.begin(ada, "s", 0, endless);
    assert.equal(sessions.find(bob, "s"), undefined);
    assert.equal(sessions.ofEvent(bob, event), undefined);
    assert.ok(sessions.ofEvent(ada, event));
  });

  it("stop their calls when the reader leaves", async () => {
    let stopped = false;
    sessions.begin(ada, "s", 0, async (report, signal) => {
      await endless(report, signal);
      stopped = true;
    });
    const left = new AbortController();
    for await (const { msg } of read(sessions.find(ada, "s"), left.signal))
      if (msg === "process_starts") left.abort();
    await Promise.resolve();
    assert.ok(stopped);
    assert.equal(sessions.find(ada, "s"), undefined);
  });

  it("are so many of one user and no more: the oldest goes whose calls are over", async () => {
    sessions.begin(ada, "at work", 0, endless);
    for (let at = 0; at < 1_000; at += 1) {
      sessions.begin(ada, `s${at}`, 0, brief);
      if (at === 500) await new Promise((resolve) => setImmediate(resolve));
    }
    sessions.begin(ada, "one more", 0, endless);
    const found = ["at work", "s0", "s1", "one more"].map((name) => sessions.find(ada, name) !== undefined);
    assert.deepEqual(found, [true, false, false, true]);
  });

  it("never end a call that is at work: further ones of the same user are refused", () => {
    const stopped: string[] = [];
    const watched: Work = async (report, signal) => {
      await endless(report, signal);
      stopped.push("one");
    };
    for (let at = 0; at < 1_000; at += 1) sessions.begin(ada, undefined, 0, watched);
    assert.throws(() => sessions.begin(ada, undefined, 0, endless), TooManyCallsError);
    assert.throws(() => sessions.begin(ada, "s", 0, endless), /1000 calls at work.*Wait/);
    sessions.begin(bob, "s", 0, endless);
    assert.deepEqual(stopped, []);
  });

  it("take so many calls that are at work or whose end nobody read, and no more", async () => {
    for (let at = 0; at < 500; at += 1) sessions.begin(ada, "s", 0, at % 2 === 0 ? brief : endless);
    await new Promise((resolve) => setImmediate(resolve));
    assert.throws(() => sessions.begin(ada, "s", 0, endless), TooManyCallsError);
    sessions.begin(ada, "another", 0, endless);
  });

  it("keep a bounded number of news for a slow reader, the last ones of each kind among them", async () => {
    const output = (data: number) => ({
      data: [data],
      is_generating: true,
      duration: 1,
      average_duration: 1,
      render_config: null,
      changed_state_ids: [],
    });
    for (const name of ["one", "two"])
      sessions.begin(ada, "s", 0, (report) => {
        for (let at = 0; at < 1_000; at += 1) {
          report({ msg: "process_generating", output: output(at), success: true, time_limit: null });
          report({ msg: "progress", progress_data: [] });
        }
        report({ msg: "process_completed", output: output(name === "one" ? 1 : 2), success: true });
        return Promise.resolve();
      });
    const values: number[] = [];
    let count = 0;
    for await (const message of read(sessions.find(ada, "s"))) {
      count += 1;
      if (message.msg === "process_generating") values.push(Number(message.output.data[0]));
    }
    assert.ok(count < 210, `${count} news`);
    assert.deepEqual(
      values.filter((value) => value === 999),
      [999, 999],
    );
  });
});
