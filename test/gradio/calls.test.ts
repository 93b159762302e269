import assert from "node:assert/strict";
import { sharedApp } from "../support/gradio.ts";
import { startCalling, type Caller } from "./calling.ts";

describe("calling an endpoint of a Gradio app", () => {
  let caller: Caller;
  let url: string;

  before(async () => {
    caller = await startCalling();
    url = (await sharedApp("full")).url;
  });
  after(() => caller.dispose());

  it("returns what the function returned, in order", async () => {
    assert.deepEqual(await caller.call(url, "/split", { text: "one two three" }), ["one", "two three", 3]);
  });

  it("finds an endpoint with and without its slash, and by its number", async () => {
    assert.deepEqual(await caller.call(url, "echo", { text: "a" }), ["a"]);
    assert.deepEqual(await caller.call(url, "/echo", { text: "a" }), ["a"]);
    assert.deepEqual(await caller.call(url, 0, { text: "a" }), ["a"]);
    assert.deepEqual(await caller.call(url, "/predict", { text: "a" }), ["predicted a"]);
  });

  it("fills in the endpoint's own defaults", async () => {
    assert.deepEqual(await caller.call(url, "/greet", { name: "Ann" }), ["Hello, Ann!"]);
    assert.deepEqual(await caller.call(url, "/greet", { excited: true, name: "Ann", times: 2 }), [
      "HELLO, ANN HELLO, ANN!",
    ]);
  });

  it("sends every kind of plain value", async () => {
    const values = {
      text: "ä \u{1f9c0} \"'\\\n",
      number: -1.5,
      slider: 55,
      checkbox: true,
      dropdown: "large",
      several: ["red", "blue"],
      radio: "right",
      color: "#00ff00",
    };
    assert.deepEqual(await caller.call(url, "/values", values), [values]);
  });

  it("names the valid endpoints and the closest for one that is not there", async () => {
    const { message, help } = await caller.failure(url, "/gret", { name: "Ann" });
    assert.match(
      message,
      new RegExp(`^API endpoint '/gret' not found in '${url}'\\. Available endpoints: '/echo', .*'/greet'`),
    );
    assert.match(message, /Did you mean '\/greet'\?$/);
    assert.ok(help);
    assert.match((await caller.failure(url, 4711)).message, /^API endpoint 4711 not found in/);
  });

  it("names the valid parameters and the closest for one that is not there", async () => {
    const { message } = await caller.failure(url, "/greet", { name: "Ann", punctation: "?" });
    assert.match(message, /^Parameter 'punctation' does not exist in '\/greet' of/);
    assert.match(message, /'name', 'punctuation', 'times', 'excited'\. Did you mean 'punctuation'\?$/);
  });

  it("names a required parameter that has no value", async () => {
    assert.match(
      (await caller.failure(url, "/greet", { times: 2 })).message,
      /^'\/greet' of .* needs a value for 'name'\.$/,
    );
  });

  it("starts the app's own state anew for each call", async () => {
    assert.deepEqual(await caller.call(url, "/count_calls"), [1]);
    assert.deepEqual(await caller.call(url, "/count_calls"), [1]);
  });

  it("calls an endpoint that does not queue", async () => {
    assert.ok(Array.isArray((await caller.call(url, "/events"))[0]));
    assert.deepEqual(await caller.call(url, "/forget", {}, { outputs: [] }), []);
  });

  it("tells failures in the server's own words", async () => {
    const words = (message: string) =>
      caller.failure(url, "/fail", { message }).then((failure) => failure.message);
    const long = "no cheese; ".repeat(10_000);
    const cut = await caller.failure(url, "/fail", { message: long });
    assert.match(cut.message, /failed: no cheese; .* more characters\)$/);
    assert.ok(cut.message.length < 3_000 && cut.fullMessage?.endsWith(long.trim()));
    assert.equal(await words("No cheese left."), `'/fail' of '${url}' failed: No cheese left.`);
    assert.match(
      (await caller.failure(url, "/crash", { message: "a plain one" })).message,
      /failed: a plain one$/,
    );
    assert.match((await caller.failure(url, "/fail_midway", { message: "later" })).message, /failed: later$/);
  });

  it("says so where the app hides why it failed", async () => {
    const strict = await sharedApp("strict");
    const { message, help } = await caller.failure(strict.url, "/crash", { message: "hidden" });
    assert.match(message, /'\/crash' of .* failed and the app does not say why\.$/);
    assert.match(help ?? "", /show_error=True/);
  });

  it("tells which input a validator refuses", async () => {
    const strict = await sharedApp("strict");
    const { message } = await caller.failure(strict.url, "/validated", { age: -1 });
    assert.match(message, /'\/validated' of .* does not accept these inputs: .*at least 0/);
    assert.deepEqual(await caller.call(strict.url, "/validated", { age: 7 }), [7]);
  });

  it("passes warnings and notes on", async () => {
    const call = caller.start(url, "/warn", { message: "be careful" });
    assert.deepEqual(await call.returned, ["done despite: be careful"]);
    const logged = call.events.flatMap((event) => (event.type === "log" ? [event.text] : []));
    assert.deepEqual(logged, ["warning: be careful", "info: info: be careful"]);
  });

  it("knows the app's API without calling anything", async () => {
    const known = await caller.services.apis.get(url);
    assert.equal(known.kind, "known");
    if (known.kind !== "known") return;
    const greet = known.api.endpoints.find(({ name }) => name === "/greet");
    assert.deepEqual(
      greet?.parameters.map(({ name, component, type, required, default: fallback }) => [
        name,
        component,
        type,
        required,
        fallback,
      ]),
      [
        ["name", "Textbox", "string", true, undefined],
        ["punctuation", "Textbox", "string", false, "!"],
        ["times", "Number", "number", false, 1],
        ["excited", "Checkbox", "boolean", false, false],
      ],
    );
    const values = known.api.endpoints.find(({ name }) => name === "/values");
    const choices = values?.parameters.flatMap((parameter) =>
      parameter.choices ? [[parameter.name, parameter.type]] : [],
    );
    assert.deepEqual(choices, [
      ["dropdown", '"small" | "medium" | "large"'],
      ["several", '("red" | "green" | "blue")[]'],
      ["radio", '"left" | "right"'],
    ]);
    const slider = values?.parameters.find(({ name }) => name === "slider");
    assert.deepEqual([slider?.minimum, slider?.maximum], [0, 100]);
    assert.equal(known.api.endpoints.find(({ name }) => name === "/stream")?.generator, true);
    assert.deepEqual(caller.services.apis.peek(url)?.api, known.api);
  });
});
