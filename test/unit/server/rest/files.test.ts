import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ComponentDescription } from "../../../../src/runtime/components/description.ts";
import type {
  FnNodeDescription,
  InputSource,
  OutputDescription,
} from "../../../../src/runtime/graph/description.ts";
import type { Json } from "../../../../src/runtime/values/value.ts";
import { fn, graph } from "../../support/graphs.ts";
import { ServedRest } from "./served.ts";

const of = (input: string, component: ComponentDescription): InputSource => ({
  kind: "component",
  input,
  component,
});
const file: ComponentDescription = { component: "File", options: {} };
const files: ComponentDescription = { component: "File", options: { fileCount: "multiple" } };
const output: OutputDescription = { name: "output", view: { kind: "component", component: files } };
const node: FnNodeDescription = {
  ...fn("a", {
    file: of("a.file", file),
    more: of("a.more", files),
    count: of("a.count", { component: "Number", options: { value: 1 } }),
  }),
  outputs: [output],
};

describe("files of calls", () => {
  let served: ServedRest;
  /** What the function got: the contents of its files. */
  let got: string[];
  let made: string;
  beforeEach(async () => {
    got = [];
    made = mkdtempSync(join(tmpdir(), "daggr-made-"));
    served = await ServedRest.start(
      [graph(node)],
      {
        a: async ({ file: one, more }) => {
          const paths = [one, ...((more ?? []) as Json[])].filter((path) => typeof path === "string");
          got.push(...(await Promise.all(paths.map((path) => readFile(path, "utf8")))));
          writeFileSync(join(made, "made.txt"), "made here");
          return [join(made, "made.txt"), ...paths];
        },
      },
      { roots: [made] },
    );
  });
  afterEach(async () => {
    await served.stop();
    rmSync(made, { recursive: true, force: true });
  });

  const addresses = ({ body }: { readonly body: Readonly<Record<string, Json>> }) =>
    (body["outputs"] as { a: { output: string[] } }).a.output;

  it("come in by a form, and go out as addresses that give them", async () => {
    const form = new FormData();
    form.append("a__file", new Blob(["one"]), "one.txt");
    form.append("a__more", new Blob(["two"]), "two.txt");
    form.append("a__more", new Blob(["three"]), "three.txt");
    form.append("a__count", "3");
    const answer = await served.post("/api/call", form);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.deepEqual(got, ["one", "two", "three"]);
    const given = addresses(answer);
    assert.deepEqual(
      given.map((address) => address.split("/").at(-1)),
      ["made.txt", "one.txt", "two.txt", "three.txt"],
    );
    const contents = await Promise.all(given.map(async (address) => (await served.fetch(address)).text()));
    assert.deepEqual(contents, ["made here", "one", "two", "three"]);
  });

  it("come in as data URLs, as what was uploaded before, and as an address of this server", async () => {
    const form = new FormData();
    form.append("files", new Blob(["uploaded"]), "up.txt");
    const uploaded = await served.post("/api/upload", form);
    const [address] = uploaded.body["files"] as string[];
    const dataUrl = `data:text/plain;base64,${Buffer.from("written out").toString("base64")}`;
    const answer = await served.post("/api/call", {
      inputs: { a__file: dataUrl, a__more: [address!, served.origin + address!] },
    });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.deepEqual(got, ["written out", "uploaded", "uploaded"]);
  });

  it("are never paths of this machine, addresses in its network, or files of other users", async () => {
    const form = new FormData();
    form.append("files", new Blob(["secret"]), "secret.txt");
    const [foreign] = (await served.post("/api/upload", form, { "x-user": "ann" })).body["files"] as string[];
    const hash = createHash("sha256").update("secret").digest("hex");
    assert.ok(foreign!.includes(hash));
    const refused = [
      "/etc/hostname",
      "file:///etc/hostname",
      "secret.txt",
      foreign!,
      `${served.origin}/x.txt`,
    ];
    for (const given of refused) {
      const { status, body } = await served.post("/api/call", { inputs: { a__file: given } });
      assert.equal(status, 400, `${given}: ${JSON.stringify(body)}`);
      assert.equal(body["input"], "a__file");
    }
    assert.deepEqual([got, (await served.fetch(foreign!)).status], [[], 404]);
    assert.equal((await served.fetch(foreign!, { headers: { "x-user": "ann" } })).status, 200);
  });

  it("are refused where they are too large", async () => {
    served.engine.engine.context.parts.media.downloadLimit = 10;
    const form = new FormData();
    form.append("a__file", new Blob(["x".repeat(1000)]), "large.txt");
    const { status, body } = await served.post("/api/call", form);
    assert.equal(status, 413, JSON.stringify(body));
    const broken = await served.fetch("/api/call", {
      method: "POST",
      body: "no form",
      headers: { "content-type": "multipart/form-data" },
    });
    assert.equal(broken.status, 400);
  });

  it("are as large together as what one step may fetch, and no larger", async () => {
    served.engine.engine.context.parts.media.downloadLimit = 1000;
    const written = (text: string) =>
      `data:text/plain;base64,${Buffer.from(text.repeat(600)).toString("base64")}`;
    const one = await served.post("/api/call", { inputs: { a__more: [written("x")] } });
    const { status, body } = await served.post("/api/call", {
      inputs: { a__file: written("y"), a__more: [written("z")] },
    });
    assert.deepEqual([one.status, status], [200, 400]);
    assert.match(
      JSON.stringify(body["error"]),
      /^"The input 'a__more': Taking in the files of the call was ended: .* 1000 bytes/,
    );
  });

  it("are refused with 400 where the form or an address cannot be read", async () => {
    const form = new FormData();
    form.append("files", new Blob(["here"]), "here.txt");
    const [address] = (await served.post("/api/upload", form)).body["files"] as string[];
    const wrong = address!.replace("here.txt", "%zz");
    for (const given of [wrong, served.origin + wrong]) {
      const { status, body } = await served.post("/api/call", { inputs: { a__file: given } });
      assert.deepEqual([status, body["input"]], [400, "a__file"], JSON.stringify(body));
    }
    for (const path of ["/api/call", "/api/upload"]) {
      for (const type of [
        "multipart/form-data; boundary=",
        "multipart/form-data",
        "multipart/form-data; boundary=;",
      ]) {
        const response = await served.fetch(path, {
          method: "POST",
          body: "--\r\n",
          headers: { "content-type": type },
        });
        assert.equal(response.status, 400, `${path} ${type}: ${await response.text()}`);
      }
    }
  });

  it("come with so much text and no more, and uploads pass over all of it", async () => {
    const form = new FormData();
    for (let at = 0; at < 5; at += 1) form.append(`text${at}`, "x".repeat(4 * 1024 * 1024 - 10));
    form.append("files", new Blob(["here"]), "here.txt");
    const { status, body } = await served.post("/api/call", form);
    assert.equal(status, 413);
    assert.match(JSON.stringify(body["error"]), /texts have more than 16 MB/);
    const uploaded = await served.post("/api/upload", form);
    assert.deepEqual([uploaded.status, (uploaded.body["files"] as string[]).length], [200, 1]);
  });
});
