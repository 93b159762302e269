import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { Browser, BrowserContext } from "playwright-core";
import { filesIn, type FileRef } from "../../../src/runtime/values/value.ts";
import { eventually } from "../../support/eventually.ts";
import { RawCanvas } from "../../support/raw-canvas.ts";
import { Served } from "../../support/served.ts";
import { hasValue } from "../canvas-page.ts";
import { ServedPage, startBrowser } from "./browser.ts";

const workflow = `import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FnNode, Graph, gr } from "daggr";

const secret = new FnNode(
  async ({ words, given = null }, context) => {
    console.log("printed " + words, given);
    const path = join(context.files, words + ".txt");
    await writeFile(path, "the file of " + words);
    return { text: words.toUpperCase(), file: path };
  },
  {
    inputs: { words: gr.Textbox({ label: "Words", value: "nothing" }), given: gr.File({ label: "Given" }) },
    outputs: { text: gr.Textbox({ label: "Text" }), file: gr.File({ label: "File" }) },
  },
);
export default new Graph({ name: "Secrets", nodes: [secret] });
`;

describe("two users at once", function () {
  this.timeout(120_000);
  let served: Served;
  let browser: Browser;
  let ada: ServedPage;
  let bob: ServedPage;

  before(async () => {
    [served, browser] = await Promise.all([
      Served.start({ workflow, args: ["--auth", "ada:first word", "--auth", "bob:second:word"] }),
      startBrowser(),
    ]);
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  async function logIn(user: string, password: string): Promise<ServedPage> {
    const canvas = await ServedPage.open(browser, served.address);
    await canvas.page.getByLabel("User name").fill(user);
    await canvas.page.getByLabel("Password").fill(password);
    await canvas.page.getByRole("button", { name: "Log in" }).click();
    return canvas;
  }

  const cookieOf = async (context: BrowserContext) =>
    (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const words = (canvas: ServedPage) => canvas.card("secret.words").locator("input");

  it("are asked who they are, and a wrong password lets nobody in", async () => {
    const nobody = await logIn("ada", "second:word");
    await nobody.page.getByText("The user name or the password is wrong.").waitFor();
    await nobody.page.context().close();
    [ada, bob] = await Promise.all([logIn("ada", "first word"), logIn("bob", "second:word")]);
    for (const canvas of [ada, bob]) await canvas.card("secret").waitFor();
  });

  it("have sheets of their own, by one process of the workflow", async () => {
    await words(ada).fill("adas words");
    await ada.run("secret");
    await ada.card("secret").getByText("ADAS WORDS").first().waitFor();
    await hasValue(words(bob), "nothing");
    await words(bob).fill("bobs words");
    await bob.run("secret");
    await bob.card("secret").getByText("BOBS WORDS").first().waitFor();
    await hasValue(words(ada), "adas words");
    assert.equal(await bob.card("secret").getByText("ADAS WORDS").count(), 0);
  });

  it("reach nothing of each other, whatever they ask for", async () => {
    const cookies = { ada: await cookieOf(ada.page.context()), bob: await cookieOf(bob.page.context()) };
    const owner = await RawCanvas.open(served.origin, cookies.ada);
    const thief = await RawCanvas.open(served.origin, cookies.bob);
    const [file] = [...filesIn(owner.state!.nodes["secret"]!.outputs!["file"]!)] as [FileRef];
    const place = `/media/${file.$file.slice(0, 2)}/${file.$file}/${encodeURIComponent(file.name)}`;
    const read = (path: string, cookie: string) =>
      fetch(served.origin + path, { headers: { cookie }, redirect: "manual" });
    assert.equal(await (await read(place, cookies.ada)).text(), "the file of adas words");

    const sheet = owner.state!.sheet!;
    const result = owner.state!.nodes["secret"]!.shown!;
    const own = thief.state!.sheet!;
    let request = 1;
    const guess = (kind: number): unknown => {
      const random = randomBytes(32).toString("hex");
      const hash = kind % 2 ? file.$file : random;
      request += 1;
      return [
        { type: "open-sheet", sheet },
        { type: "rename-sheet", sheet, name: "mine now" },
        { type: "duplicate-sheet", sheet },
        { type: "delete-sheet", sheet },
        { type: "restore-sheet", sheet },
        { type: "clear-sheet", sheet, request },
        { type: "show-result", node: "secret", result },
        { type: "lineage", node: "secret", result, request },
        { type: "delete-results", node: "secret", results: [result] },
        { type: "read-file", file: hash, node: "secret", request },
        { type: "save-file", file: hash, node: "secret" },
        { type: "open-file", file: hash, node: "secret" },
        { type: "set-input", input: "secret.given", value: { ...file, $file: hash } },
        { type: "set-input", input: "secret.given", value: [{ deep: { ...file, $file: hash } }] },
        { type: "copy-sheet" },
        { type: "go-to-failure", node: "secret" },
      ][kind % 16];
    };
    for (let number = 0; number < 700; number += 1) thief.send(guess(number));
    const paths = (number: number): string => {
      const random = randomBytes(16).toString("base64url");
      return [
        place,
        place.replace(file.name.replaceAll(" ", "%20"), random),
        `/media/${random.slice(0, 2)}/../../${random}/x`,
        `/media/..%2f..%2f/%2e%2e/sheets.db`,
        `/media/${file.$file.slice(0, 2)}/${file.$file}/..%2f..%2f..%2fsheets`,
        `/canvas/${random}/sheet`,
        `/page/..%2f..%2fdaggr.cjs`,
        `/page/%2e%2e/daggr.cjs`,
        `//etc/passwd`,
        `/file=/etc/passwd`,
      ][number % 10]!;
    };
    for (let number = 0; number < 300; number += 1) {
      const response = await read(paths(number), cookies.bob);
      const text = await response.text();
      assert.ok(response.status >= 300 && !/adas|root:/i.test(text), `${paths(number)}: ${response.status}`);
    }
    // Its last request is answered, so all before it were.
    request += 1;
    const last = request;
    thief.send({ type: "preview", mode: "to-here", request: last });
    await eventually("the last request is answered", () =>
      assert.ok(thief.messages.some((message) => (message as { request?: number }).request === last)),
    );
    const heard = JSON.stringify(thief.messages);
    for (const word of ["adas", "ADAS", file.$file, sheet, result])
      // What the thief sent itself comes back in no message.
      assert.ok(!heard.includes(word), `'${word}' was told`);
    assert.ok(own !== sheet);
    const after = await RawCanvas.open(served.origin, cookies.ada);
    assert.equal(after.state!.nodes["secret"]!.outputs!["text"], "ADAS WORDS");
    assert.deepEqual(
      after.state!.sheets.map(({ name }) => name),
      ["Sheet 1"],
    );
    for (const canvas of [owner, thief, after]) canvas.close();
  });

  it("are told apart after logging out", async () => {
    const cookie = await cookieOf(bob.page.context());
    const headers = { cookie, accept: "text/html", origin: served.origin };
    await fetch(`${served.origin}/logout`, { method: "POST", headers, redirect: "manual" });
    const response = await fetch(served.origin, { headers, redirect: "manual" });
    assert.deepEqual([response.status, response.headers.get("location")], [303, "/login"]);
    // The open page finds out.
    await bob.page.getByText("Your login is over. Log in again.").waitFor();
    await bob.page.getByLabel("Password").waitFor();
    await ada.card("secret").waitFor();
  });

  it("are asked again by a server that was started again", async () => {
    await served.restart("SIGTERM");
    await ada.page.getByText("Your login is over. Log in again.").waitFor();
  });
});
