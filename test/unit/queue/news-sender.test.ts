import assert from "node:assert/strict";
import { NewsSender } from "../../../src/runtime/queue/worker/news-sender.ts";
import type { StepEvent } from "../../../src/runtime/run/step/step-events.ts";

const running: StepEvent = { type: "phase", phase: { kind: "running" } };
const printed = (text: string): StepEvent => ({ type: "log", stream: "stdout", text });

describe("The news of a job", () => {
  let messages: (readonly StepEvent[])[];
  let news: NewsSender;
  beforeEach(() => {
    messages = [];
    news = new NewsSender((events) => {
      messages.push(events);
      return Promise.resolve();
    });
  });

  it("are none where all there is to tell is that it ran: its outcome says so", async () => {
    news.add(running);
    await news.end();
    assert.deepEqual(messages, []);
  });

  it("say that it runs while it goes on", async () => {
    const sent = new Promise<readonly StepEvent[]>((resolve) => {
      news = new NewsSender((events) => Promise.resolve(resolve(events)));
    });
    news.add(running);
    assert.deepEqual(await sent, [running]);
  });

  it("are all sent in order before it ends", async () => {
    news.add(running);
    for (const text of ["one", "two"]) news.add(printed(text));
    await news.end();
    assert.deepEqual(messages.flat(), [running, printed("one"), printed("two")]);
  });

  it("have only the latest of results so far", async () => {
    for (const text of ["a", "ab", "abc"]) news.add({ type: "partial", outputs: { text } });
    news.add(printed("done"));
    await news.end();
    assert.deepEqual(messages.flat(), [{ type: "partial", outputs: { text: "abc" } }, printed("done")]);
  });

  it("that cannot be sent do not keep a job from its end", async () => {
    news = new NewsSender(() => Promise.reject(new Error("no connection")));
    news.add(printed("one"));
    await news.end();
  });
});
