import assert from "node:assert/strict";
import { createServer } from "node:http";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { checkFile, fixFile } from "../../../src/runtime/check/check-file.ts";
import { createLookup, type ClearableLookup } from "../../../src/runtime/check/lookup/create.ts";
import type { Diagnostic } from "../../../src/runtime/protocol/language.ts";
import type { HttpServer } from "../../hub/http.ts";
import { eventually } from "../../support/eventually.ts";
import { startProxy } from "../../hub/proxy.ts";
import { type LocalHub, startHub } from "../../support/hub.ts";
import { listen } from "../../support/ports.ts";
import { dist } from "./test-language.ts";
import { startTinyApp } from "./tiny-app.ts";

const workflow = (body: string) =>
  `import { GradioNode, Graph, InferenceNode, gr } from "daggr";\n\n${body}\n\nexport default new Graph({ name: "Test", nodes: [node] });\n`;
const says = (space: string, rest: string) => workflow(`const node = new GradioNode("${space}", ${rest});`);

describe("checks against a Hub and an app", () => {
  let hub: LocalHub;
  let app: HttpServer;
  let folder: string;
  beforeEach(async () => {
    app = await startTinyApp();
    hub = await startHub({
      "owner/speech": { url: app.url, sdk: "gradio" },
      "owner/page": { sdk: "static" },
    });
    hub.models.set("owner/model", { providers: [{ provider: "novita", task: "conversational" }] });
    folder = await mkdtemp(join(tmpdir(), "daggr-online-"));
  });
  afterEach(async () => {
    await Promise.all([hub.stop(), app.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  const make = (
    options: { token?: string; patience?: number; trusted?: () => boolean } = {},
  ): ClearableLookup =>
    createLookup({
      cache: join(folder, "cache"),
      credentials: {
        huggingFaceToken: () => Promise.resolve(options.token),
        login: () => Promise.resolve(undefined),
      },
      env: { ...hub.env, HOME: folder },
      ...(options.trusted && { trusted: options.trusted }),
      ...(options.patience !== undefined && { patience: options.patience }),
    });
  const write = async (code: string): Promise<string> => {
    const path = join(folder, "workflow.ts");
    await writeFile(path, code);
    return path;
  };
  const check = async (code: string, { lookup } = make()): Promise<readonly Diagnostic[]> =>
    checkFile(await write(code), { dist, lookup });
  const told = (found: readonly Diagnostic[]) => found.map(({ code, message }) => `${code}: ${message}`);

  it("a right workflow", async () => {
    assert.deepEqual(
      told(
        await check(
          says(
            "owner/speech",
            `{ apiName: "/say", inputs: { text: "Hello", voice: "Bob" }, outputs: { audio: gr.Audio() } }`,
          ),
        ),
      ),
      [],
    );
  });

  it("a misspelt endpoint, parameter and choice, by what the app says", async () => {
    assert.deepEqual(
      told(await check(says("owner/speech", `{ apiName: "/sya", inputs: { text: "Hello" } }`))),
      [
        "unknown-endpoint: API endpoint '/sya' not found in 'owner/speech'. Available endpoints: '/say', '/count'. Did you mean '/say'?",
      ],
    );
    assert.deepEqual(
      told(await check(says("owner/speech", `{ apiName: "/say", inputs: { txt: "Hello", voice: "Zoe" } }`))),
      [
        "unknown-parameter: Parameter 'txt' not found in endpoint '/say' of 'owner/speech'. Valid parameters: 'text', 'voice'. Did you mean 'text'?",
        "unknown-choice: 'Zoe' is not allowed for parameter 'voice' of endpoint '/say' of 'owner/speech'. Allowed values: 'Bob', 'Alice'.",
      ],
    );
  });

  it("a Space by the address of its app and of its page", async () => {
    for (const address of [app.url, `${hub.url}/spaces/owner/speech`])
      assert.deepEqual(
        (await check(says(address, `{ apiName: "/say", inputs: { txt: "Hello" } }`))).map(({ code }) => code),
        ["unknown-parameter"],
      );
  });

  it("Spaces and models that do not exist, with the similar ones that do", async () => {
    const [space] = await check(says("owner/speach", `{ apiName: "/say" }`));
    assert.equal(
      space?.message,
      "Space 'owner/speach' not found on the Hugging Face Hub, or it is private and you are not signed in. Did you mean 'owner/speech'?",
    );
    assert.deepEqual(
      space.fixes.map(({ title }) => title),
      ["Change 'owner/speach' to 'owner/speech'", "Sign in to Hugging Face"],
    );
    const [model] = await check(
      workflow(`const node = new InferenceNode("owner/modell", { inputs: { prompt: gr.Textbox() } });`),
    );
    assert.equal(model?.code, "unknown-model");
    assert.match(model.message, /Did you mean 'owner\/model'\?$/);
  });

  it("a Space that is no Gradio app", async () => {
    const [problem] = await check(says("owner/page", `{ apiName: "/say" }`));
    assert.equal(problem?.code, "unknown-space");
    assert.match(problem.message, /is a static app, not a Gradio app/);
  });

  it("a private Space is an information without an account, and checked with one", async () => {
    await hub.addPrivateSpace("owner/secret", app.url);
    const code = says("owner/secret", `{ apiName: "/sya", inputs: { text: "Hello" } }`);
    const [without] = await check(code);
    assert.deepEqual([without?.code, without?.severity], ["unverified", "information"]);
    assert.ok(without?.fixes.some(({ signIn }) => signIn?.to === "hugging-face"));
    const [token] = hub.accounts.keys();
    assert.ok(token);
    const [withToken] = await check(code, make({ token }));
    assert.equal(withToken?.code, "unknown-endpoint");
  });

  it("nothing of the person's, and no app, while the workspace is not trusted", async () => {
    let asked = 0;
    const local = createServer((_request, response) => {
      asked++;
      response.end("{}");
    });
    const address = `http://127.0.0.1:${await listen(local)}`;
    const spied = await startProxy(app.url);
    hub.spaces.set("owner/speech", { url: spied.url, sdk: "gradio" });
    let trusted = false;
    const [token] = hub.accounts.keys();
    const made = make({ token: token!, trusted: () => trusted });
    try {
      const wrong = says("owner/speech", `{ apiName: "/sya", inputs: { text: "Hello" } }`);
      const [known] = await check(wrong, made);
      assert.equal(known?.code, "unverified");
      assert.match(known.message, /The workspace is not trusted/);
      assert.equal((await check(says(address, `{ apiName: "/say" }`), made))[0]?.code, "unverified");
      assert.equal(
        (await check(says("owner/speach", `{ apiName: "/say" }`), made))[0]?.code,
        "unknown-space",
      );
      assert.equal(asked, 0);
      assert.deepEqual(spied.requests, []);
      assert.ok(hub.requests.length > 0);
      assert.deepEqual(
        hub.requests.filter(({ headers }) => headers.authorization),
        [],
      );
      trusted = true;
      await made.forget({ cache: false });
      assert.equal((await check(wrong, made))[0]?.code, "unknown-endpoint");
    } finally {
      local.close();
      await spied.stop();
    }
  });

  it("without network: one information, and nothing that was right is wrong", async () => {
    const code = says("owner/speech", `{ apiName: "/nothing", inputs: { none: 1 } }`);
    const made = make();
    await hub.stop();
    await app.stop();
    const found = await check(code, made);
    assert.deepEqual(
      found.map(({ code: rule, severity }) => [rule, severity]),
      [["unverified", "information"]],
    );
    assert.match(found[0]?.message ?? "", /^Could not verify 'owner\/speech': .+could not be reached/);
  });

  it("without network, but remembered from before", async () => {
    const code = says("owner/speech", `{ apiName: "/sya", inputs: { text: "Hello" } }`);
    assert.equal((await check(code))[0]?.code, "unknown-endpoint");
    await hub.stop();
    await app.stop();
    assert.equal((await check(code, make()))[0]?.code, "unknown-endpoint");
  });

  it("an app that is down is an information", async () => {
    const code = says("http://127.0.0.1:9", `{ apiName: "/say" }`);
    assert.deepEqual(
      (await check(code)).map(({ code: rule }) => rule),
      ["unverified"],
    );
  });

  it("asks only for ids that stay: what is half typed is not looked up", async () => {
    const { lookup } = make({ patience: 300 });
    let changed = 0;
    lookup.onChange(() => changed++);
    for (let length = "owner/s".length; length < "owner/speech".length; length++)
      lookup.space("owner/speech".slice(0, length));
    // The time it takes to type on: the half-typed ids are then no longer wanted.
    await delay(260);
    assert.equal(lookup.space("owner/speech").kind, "pending");
    await eventually("the Space is known", () => {
      assert.equal(lookup.space("owner/speech").kind, "known");
    });
    await lookup.settled();
    assert.equal(changed, 1);
    assert.deepEqual(
      hub.requests
        .filter(({ path }) => path.startsWith("/api/spaces/"))
        .map(({ path }) => path)
        .filter((path) => !path.endsWith("/speech")),
      [],
    );
  });

  it("asks again after the cache was cleared", async () => {
    const made = make();
    await check(says("owner/speech", `{ apiName: "/say", inputs: { text: "a" } }`), made);
    const before = hub.requests.length;
    await made.forget({ cache: true });
    await check(says("owner/speech", `{ apiName: "/say", inputs: { text: "a" } }`), made);
    assert.ok(hub.requests.length > before);
  });

  it("mends what can be mended safely, in as many steps as it takes", async () => {
    const path = await write(
      says("owner/speech", `{ apiName: "/sya", inputs: { txt: "Hello", voice: "alice" } }`).replace(
        "export default ",
        "",
      ),
    );
    const { fixed, diagnostics } = await fixFile(path, { dist, lookup: make().lookup });
    assert.deepEqual(fixed, [
      "Change '/sya' to '/say'",
      "Export the graph",
      "Change 'txt' to 'text'",
      "Change 'alice' to 'Alice'",
    ]);
    assert.deepEqual(told(diagnostics), []);
    assert.equal(
      await readFile(path, "utf8"),
      says("owner/speech", `{ apiName: "/say", inputs: { text: "Hello", voice: "Alice" } }`),
    );
  });

  it("leaves alone what only a person can decide", async () => {
    const code = says("owner/speech", `{ apiName: "/nothing-like-it" }`);
    const path = await write(code);
    const { fixed, diagnostics } = await fixFile(path, { dist, lookup: make().lookup });
    assert.deepEqual(fixed, []);
    assert.deepEqual(
      diagnostics.map(({ code: rule }) => rule),
      ["unknown-endpoint"],
    );
    assert.equal(await readFile(path, "utf8"), code);
  });

  it("says so when there is no such file", async () => {
    await assert.rejects(
      checkFile(join(folder, "none.ts"), { dist, lookup: make().lookup }),
      /cannot be read/,
    );
  });
});
