import assert from "node:assert/strict";
import { inferenceFailure } from "../../../src/runtime/inference/inference-failure.ts";
import type { Value } from "../../../src/runtime/values/value.ts";
import { png } from "../../hub/png.ts";
import { eventually } from "../../support/eventually.ts";
import { testToken } from "../../support/hub.ts";
import { startAsking, type Asked, type Asking } from "./asking.ts";
import type { SignIn } from "../../../src/runtime/failures/failure.ts";

describe("calling a model", () => {
  let asking: Asking;
  beforeEach(async () => void (asking = await startAsking()));
  afterEach(() => asking.dispose());

  const partials = (asked: Asked) =>
    asked.events.flatMap((event) => (event.type === "partial" ? [event.outputs["output"]] : []));
  const sent = () => {
    const posts = asking.hub.requests.filter(({ method }) => method === "POST");
    return posts.map(({ path, headers, body }) => ({
      path,
      token: headers.authorization,
      body: JSON.parse(String(body)) as Record<string, unknown>,
    }));
  };

  it("streams a chat as it is said", async () => {
    const asked = asking.start(asking.serve("conversational", "together"), { prompt: "one two" });
    assert.deepEqual(await asked.returned, [
      "You said: one two",
      [
        { role: "user", content: "one two" },
        { role: "assistant", content: "You said: one two" },
      ],
    ]);
    assert.deepEqual(partials(asked), ["You", "You said:", "You said: one", "You said: one two"]);
    assert.deepEqual(asked.events[0], { type: "phase", phase: { kind: "running" } });
  });

  it("streams a text, and nothing where a postprocess makes something else of it", async () => {
    const model = asking.serve("text-generation");
    const asked = asking.start(model, { prompt: "once" });
    assert.deepEqual(await asked.returned, ["once and so on."]);
    assert.equal(partials(asked).at(-1), "once and so on.");
    const hidden = asking.start(model, { prompt: "once" }, { hasPostprocess: true });
    await hidden.returned;
    assert.deepEqual(partials(hidden), []);
  });

  it("sends the chat so far, how to behave, images and parameters", async () => {
    const image = await asking.media.addBytes(png("a cat"), "cat.png", "image/png");
    const messages: Value = [
      {
        role: "user",
        content: [
          { type: "text", text: "look" },
          { type: "file", file: image },
        ],
      },
      { role: "assistant", content: "yes" },
    ];
    await asking.ask(asking.serve("conversational", "together"), {
      prompt: "what?",
      messages,
      system: "Be short.",
      image,
      maxTokens: 5,
    });
    const url = `data:image/png;base64,${png("a cat").toString("base64")}`;
    const body = sent()[0]?.body ?? {};
    assert.equal(body["max_tokens"], 5);
    assert.deepEqual(body["messages"], [
      { role: "system", content: "Be short." },
      {
        role: "user",
        content: [
          { type: "text", text: "look" },
          { type: "image_url", image_url: { url } },
        ],
      },
      { role: "assistant", content: "yes" },
      {
        role: "user",
        content: [
          { type: "text", text: "what?" },
          { type: "image_url", image_url: { url } },
        ],
      },
    ]);
    assert.match(
      (await asking.failure(asking.serve("conversational", "together"), {})).message,
      /needs something to answer/,
    );
  });

  it("takes the task from who serves it, not from the model's page", async () => {
    asking.hub.models.set("ann/llm", {
      pipelineTag: "text-generation",
      providers: [{ provider: "together", task: "conversational" }],
    });
    assert.equal((await asking.ask("ann/llm", { prompt: "hi" }))[0], "You said: hi");
    assert.equal(
      (await asking.ask("ann/llm", { prompt: "hi" }, { task: "text-generation" }))[0],
      "You said: hi",
    );
    assert.equal(
      (
        await asking.ask("ann/llm", { prompt: "hi" }, { task: "image-text-to-text", provider: "together" })
      )[0],
      "You said: hi",
    );
  });

  it("leaves the provider of a chat to the router, or asks the one that was named", async () => {
    asking.hub.models.set("ann/routed", {
      providers: [{ provider: "together", task: "conversational", providerId: "Their/name" }],
    });
    for (const provider of [undefined, "fastest", "together"])
      await asking.ask("ann/routed", { prompt: "hi" }, { provider });
    assert.deepEqual(
      sent().map(({ path, body }) => [path, body["model"]]),
      [
        ["/v1/chat/completions", "ann/routed"],
        ["/v1/chat/completions", "ann/routed:fastest"],
        ["/together/v1/chat/completions", "Their/name"],
      ],
    );
  });

  it("passes over providers that do not work or that the library does not know", async () => {
    const task = "text-to-image";
    asking.hub.models.set("ann/painter", {
      providers: [
        { provider: "tomorrow", task },
        { provider: "fal-ai", task, status: "error" },
        { provider: "hf-inference", task },
      ],
    });
    await asking.ask("ann/painter", { prompt: "a cat" });
    assert.deepEqual(
      sent().map(({ path }) => path),
      ["/hf-inference/models/ann/painter"],
    );
  });

  it("names who serves a model where the named provider does not", async () => {
    asking.hub.models.set("ann/llm", { providers: [{ provider: "together", task: "conversational" }] });
    const { message } = await asking.failure("ann/llm", { prompt: "" }, { provider: "togehter" });
    assert.equal(
      message,
      `The provider 'togehter' does not serve "ann/llm". Providers that do: 'together'. Did you mean 'together'?`,
    );
  });

  it("says what to do about a model that nobody serves, that is not there, or does something else", async () => {
    asking.hub.models.set("ann/alone", { pipelineTag: "text-generation" });
    const alone = await asking.failure("ann/alone", { prompt: "" });
    assert.equal(alone.message, 'No inference provider serves the model "ann/alone".');
    assert.equal(alone.link?.url, `${asking.hub.url}/ann/alone`);
    assert.match(
      (await asking.failure("ann/nothing", {})).message,
      /^The model "ann\/nothing" is not on the Hugging Face Hub/,
    );
    const odd = await asking.failure(asking.serve("text-ranking"), {});
    assert.match(odd.message, /does 'text-ranking', which is no task that can be called/);
  });

  const refusals: readonly (readonly [number, RegExp, { signIn?: SignIn; transient?: boolean }])[] = [
    [401, /sign in again/, { signIn: { to: "hugging-face" } }],
    [402, /credits of your account are used up/, {}],
    [403, /licence has to be accepted/, { signIn: { to: "hugging-face" } }],
    [429, /too often/, { transient: true }],
    [503, /Run the step again/, { transient: true }],
  ];
  for (const [status, help, flags] of refusals) {
    it(`tells the router's own words for ${status}, and what to do`, async () => {
      asking.hub.failNext(/^\/hf-inference\//, { status, body: { error: "their own words" } }, 9);
      const failure = await asking.failure(asking.serve("text-to-image"), { prompt: "x" });
      assert.equal(
        failure.message,
        `"ann/text-to-image-hf-inference" at provider 'hf-inference' failed: their own words`,
      );
      assert.match(failure.help ?? "", help);
      assert.deepEqual([failure.signIn, failure.transient], [flags.signIn, flags.transient]);
      assert.equal(sent().length, 1, "the scheduler tries again, not the library");
    });
  }

  it("leaves it to the person to call again where the provider may have answered already", async () => {
    asking.hub.failNext(/^\/hf-inference\//, { status: 504, body: { error: "too slow" } }, 9);
    const slow = await asking.failure(asking.serve("text-to-image"), { prompt: "x" });
    assert.match(slow.message, /failed: too slow The provider may have run it to its end all the same/);
    const failureOf = (code: string) => {
      const cause = Object.assign(new Error("socket"), { code });
      const choice = { model: "ann/painter", provider: "auto" } as const;
      const error = new TypeError("fetch failed", { cause });
      // The casts: nothing else is read for these.
      return inferenceFailure(error, choice as never, {} as never, true).failure;
    };
    assert.deepEqual([slow.transient, slow.again], [false, []]);
    const lost = failureOf("ECONNRESET");
    assert.deepEqual([lost.transient, lost.again], [false, []]);
    const unsent = failureOf("ECONNREFUSED");
    assert.deepEqual([unsent.transient, unsent.again], [true, undefined]);
  });

  it("asks to sign in where there is no token", async () => {
    const stranger = await startAsking("");
    try {
      const failure = await stranger.failure(stranger.serve("text-to-image"), { prompt: "x" });
      assert.deepEqual(failure.signIn, { to: "hugging-face" });
      assert.equal(failure.help, "Sign in to Hugging Face.");
    } finally {
      await stranger.dispose();
    }
  });

  it("sends the token to the Hub and its router only, also for what has to be fetched afterwards", async () => {
    await asking.ask(asking.serve("text-to-image", "fal-ai"), { prompt: "x" });
    const asked = asking.hub.requests.filter(({ path }) => path.startsWith("/fal-ai/"));
    assert.ok(asked.length > 2);
    for (const { headers } of asked) assert.equal(headers.authorization, `Bearer ${testToken}`);
    const result = asking.hub.requests.find(({ path }) => path.startsWith("/results/"));
    assert.equal(result?.headers.authorization, undefined);
  });

  it("ends when it is stopped", async () => {
    asking.hub.wordDelay = 20;
    const asked = asking.start(asking.serve("conversational", "together"), { prompt: "word ".repeat(500) });
    await eventually("it speaks", () => assert.ok(partials(asked).length > 1));
    asked.stop();
    await assert.rejects(asked.returned, { name: "AbortError" });
    const heard = partials(asked).length;
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(partials(asked).length, heard);
  });
});
