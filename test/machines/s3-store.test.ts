import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseContentAddress, type BucketAddress } from "../../src/runtime/content/address.ts";
import { openContentStore } from "../../src/runtime/content/content-store.ts";
import { S3Client, type S3Credentials } from "../../src/runtime/content/s3-client.ts";
import { S3Place } from "../../src/runtime/content/s3-place.ts";
import { StepError } from "../../src/runtime/failures/failure.ts";
import { contentStoreCases, hashOf } from "../support/content-store-cases.ts";
import { eventually } from "../support/eventually.ts";
import { freePort, listen } from "../support/ports.ts";
import { startS3, type S3Server } from "../support/s3-server.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";

describe("A file store on an S3 server", function () {
  this.timeout(120_000);

  let s3: S3Server;
  let folder: string;
  before(async () => {
    s3 = await startS3();
    folder = await mkdtemp(join(tmpdir(), "daggr-s3-"));
  });
  after(async () => {
    await s3.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const bucketOf = (address: string): BucketAddress => {
    const parsed = parseContentAddress(address);
    assert.ok(parsed.kind === "s3");
    return parsed;
  };
  /** Waits for nothing before it tries again. */
  const clientOf = (address: string, credentials = s3.credentials) =>
    new S3Client(bucketOf(address), credentials, () => Promise.resolve());
  const placeOf = (address: string) => new S3Place(clientOf(address), bucketOf(address));
  const storeOf = (address: string, credentials: S3Credentials = s3.credentials) =>
    openContentStore(address, { cache: join(folder, randomUUID()), cacheLimit: 1e9, credentials });
  const read = async (place: S3Place, hash: string, signal?: AbortSignal) => {
    const parts: Uint8Array[] = [];
    const content = await place.read(hash, { largest: 1e8, ...(signal ? { signal } : {}) });
    for await (const part of content ?? []) parts.push(part);
    return Buffer.concat(parts);
  };

  contentStoreCases(() => {
    const client = clientOf(s3.address("cases"));
    return Promise.resolve({
      address: s3.address("cases"),
      credentials: s3.credentials,
      tamper: async (hash: string, content: string) => {
        const body = { content: new Blob([content]), hash: hashOf(content) };
        const key = placeOf(s3.address("cases")).keyOf(hash);
        await client.request({ method: "PUT", key, body, maxBytes: 1000 });
      },
      // The server's own clock decides, and tells whole seconds.
      between: async () => {
        const next = Math.floor(Date.now() / 1000) * 1000 + 1000;
        await eventually("a second begins", () => assert.ok(Date.now() >= next));
        return next;
      },
    });
  });

  it("is written by one of eight who store the same", async () => {
    const hash = hashOf("by eight");
    await Promise.all(
      Array.from({ length: 8 }, () => placeOf(s3.address("eight")).put(hash, new Blob(["by eight"]))),
    );
    // The log comes through a pipe: each asks whether it is there, and those who are told that it is not write.
    const lines = (form: string) => s3.log().match(new RegExp(`^${form}$`, "gm"))?.length ?? 0;
    const key = `/files/eight/${hash.slice(0, 2)}/${hash}`;
    await eventually("all requests are in the log", () => {
      assert.equal(lines(`GET ${key} \\d+`), 8);
      assert.equal(lines(`PUT ${key} \\d+`), lines(`GET ${key} 404`));
    });
    assert.equal(lines(`PUT ${key} 200`), 1);
  });

  it("has each file under its hash, below the prefix", async () => {
    const hash = await storeOf(s3.address("a/b")).putBytes(Buffer.from("below"));
    const line = `PUT /files/a/b/${hash.slice(0, 2)}/${hash} 200\n`;
    await eventually("the request is in the log", () => assert.ok(s3.log().includes(line)));
    assert.equal(await storeOf(s3.address("a")).has(hash), false);
  });

  describe("refuses, in words", () => {
    const failure = async (work: Promise<unknown>) => {
      const error: unknown = await work.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof StepError, String(error));
      return `${error.message} ${error.failure.help}`;
    };

    it("wrong credentials, without telling them", async () => {
      const secretAccessKey = "not-the-secret-of-anybody";
      const wrong = storeOf(s3.address("x"), { ...s3.credentials, secretAccessKey });
      const nobody = storeOf(s3.address("x"), { accessKeyId: "AKIANOBODY", secretAccessKey });
      for (const store of [wrong, nobody]) {
        const text = await failure(store.putBytes(Buffer.from("x")));
        assert.match(text, /refused the credentials .*Check AWS_ACCESS_KEY_ID/);
        assert.doesNotMatch(text, /not-the-secret/);
      }
      assert.doesNotMatch(await failure(wrong.fetchFile(hashOf("x"), { largest: 1 })), /not-the-secret/);
    });

    it("a bucket that is not there", async () => {
      const nowhere = storeOf(s3.address("x").replace("s3://files", "s3://nowhere"));
      const missing = /has no bucket 'nowhere'\. Make the bucket/;
      assert.match(await failure(nowhere.putBytes(Buffer.from("x"))), missing);
      assert.match(await failure(nowhere.has(hashOf("x"))), missing);
      assert.match(await failure(nowhere.fetchFile(hashOf("x"), { largest: 1 })), missing);
    });

    it("a server that is not there", async () => {
      const address = `s3://files?endpoint=http://127.0.0.1:${await freePort()}`;
      const text = await failure(placeOf(address).has(hashOf("x")));
      assert.match(text, /could not be reached: nothing answers at that address\. Check the address/);
    });
  });

  describe("over a network that breaks", () => {
    let proxy: TcpProxy;
    let address: string;
    before(async () => {
      proxy = await startTcpProxy(s3.port);
      address = `s3://files/broken?endpoint=http://127.0.0.1:${proxy.port}`;
    });
    after(() => proxy.stop());

    it("sends a file again whose transfer was cut, and leaves no part of it", async () => {
      const [content, place] = [randomBytes(3_000_000), placeOf(address)];
      const hash = hashOf(content);
      // The first answer, to the question whether it is there, passes.
      proxy.cutNext(2, 1_000_000, "up");
      await place.put(hash, new Blob([content]));
      assert.equal(proxy.cuts, 2);
      assert.ok(content.equals(await read(placeOf(s3.address("broken")), hash)));
    });

    it("goes on with a file from where it was cut", async () => {
      const content = randomBytes(3_000_000);
      const hash = hashOf(content);
      await placeOf(s3.address("broken")).put(hash, new Blob([content]));
      const before = proxy.cuts;
      proxy.cutNext(2, 1_000_000, "down");
      assert.ok(content.equals(await read(placeOf(address), hash)));
      assert.equal(proxy.cuts - before, 2);
      await eventually("two answers with the rest are in the log", () =>
        assert.equal(s3.log().match(new RegExp(`^GET .*/broken/.*/${hash} 206$`, "gm"))?.length, 2),
      );
    });

    it("gives up on a file that is cut each time, and keeps nothing of it in the cache", async () => {
      const content = randomBytes(2_000_000);
      const hash = hashOf(content);
      await placeOf(s3.address("broken")).put(hash, new Blob([content]));
      proxy.cutNext(Number.MAX_SAFE_INTEGER, 0, "down");
      try {
        const cache = join(folder, "given-up");
        const store = openContentStore(address, { cache, cacheLimit: 1e9, credentials: s3.credentials });
        await assert.rejects(store.fetchFile(hash, { largest: 1e8 }), /could not be reached: /);
        assert.deepEqual(await readdir(cache).catch(() => []), []);
      } finally {
        proxy.cutNext(0, 0, "down");
      }
    });
  });

  describe("with a server that is overloaded", () => {
    let server: Server;
    let address: string;
    let answers: { status: number; body?: string }[] = [];
    const asked: string[] = [];
    before(async () => {
      server = createServer((request, response) => {
        asked.push(`${request.method} ${request.headers["if-none-match"] ?? "-"}`);
        request.resume().on("end", () => {
          const { status, body = "" } = answers.shift() ?? { status: 200 };
          response.writeHead(status).end(body);
        });
      });
      address = `s3://files?endpoint=http://127.0.0.1:${await listen(server)}`;
    });
    after(() => server.close());

    it("tries again what may pass", async () => {
      answers = [{ status: 503 }, { status: 429 }, { status: 500 }, { status: 404 }, { status: 409 }];
      await placeOf(address).put(hashOf("x"), new Blob(["x"]));
      assert.deepEqual(answers, []);
    });

    it("tries what does not pass once", async () => {
      answers = [{ status: 403 }, { status: 200 }];
      await assert.rejects(
        placeOf(address).put(hashOf("x"), new Blob(["x"])),
        /refused access to the bucket/,
      );
      assert.equal(answers.length, 1);
    });

    it("ends after a number of attempts, and can be stopped before", async () => {
      answers = Array.from({ length: 50 }, () => ({ status: 503 }));
      await assert.rejects(placeOf(address).has(hashOf("x")), /answered 503/);
      assert.equal(answers.length, 40);
      const stop = new AbortController();
      stop.abort(new Error("stopped"));
      await assert.rejects(read(placeOf(address), hashOf("x"), stop.signal), /stopped/);
    });

    it("writes without a condition where the server knows none", async () => {
      asked.length = 0;
      answers = [{ status: 404 }, { status: 501 }, { status: 200 }];
      await placeOf(address).put(hashOf("x"), new Blob(["x"]));
      assert.deepEqual(asked, ["GET -", "PUT *", "PUT -"]);
    });

    it("sees a copy that fails after its answer has begun", async () => {
      answers = [{ status: 200, body: "<Error><Code>InternalError</Code></Error>" }, { status: 200 }];
      const { code } = await clientOf(address).request({ method: "PUT", key: "x", maxBytes: 1000 });
      assert.equal(code, undefined);
      assert.deepEqual(answers, []);
    });

    it("tells in which region the bucket is", async () => {
      const body = "<Error><Code>PermanentRedirect</Code><Region>eu-west-1</Region></Error>";
      answers = [{ status: 301, body }];
      await assert.rejects(
        placeOf(address).has(hashOf("x")),
        /in another region than 'us-east-1': in 'eu-west-1'/,
      );
    });
  });

  it("reads no file whole into memory", async () => {
    const content = Buffer.alloc(64 * 1024 * 1024, 7);
    const store = storeOf(s3.address("large"));
    const hash = await store.putBytes(content);
    let [parts, largest] = [0, 0];
    const source = await placeOf(s3.address("large")).read(hash, { largest: 1e9 });
    for await (const part of source ?? []) [parts, largest] = [parts + 1, Math.max(largest, part.length)];
    assert.ok(parts > 50 && largest <= 1024 * 1024, `${parts} parts, the largest of ${largest} bytes`);
    const copy = await store.fetchFile(hash, { largest: 1e9 });
    assert.equal(hashOf(await readFile(copy)), hash);
  });
});
