import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { fileResponse } from "../../../src/server/canvas/media.ts";
import { eventStream } from "../../../src/server/event-stream.ts";
import { headRequests } from "../../../src/server/head-requests.ts";

describe("a HEAD request", () => {
  let app: Hono;
  beforeEach(() => {
    app = new Hono();
    app.use(headRequests);
  });

  it("leaves no file open", async () => {
    const folder = await mkdtemp(join(tmpdir(), "daggr-head-"));
    let answer: Response | undefined;
    app.get("/file", async () => {
      await writeFile(join(folder, "a.txt"), "x".repeat(100_000));
      return (answer = await fileResponse(join(folder, "a.txt"), "a.txt"));
    });
    const response = await app.request("/file", { method: "HEAD" });
    assert.deepEqual(
      [response.status, response.headers.get("content-length"), await response.text()],
      [200, "100000", ""],
    );
    // A stream that was cancelled is at its end.
    const read = await answer!.body!.getReader().read();
    assert.equal(read.done, true);
    await rm(folder, { recursive: true });
  });

  it("begins no stream of events, so that it takes no news and starts no timer", async () => {
    let begun = false;
    app.get("/events", () =>
      eventStream((left) => {
        begun = true;
        assert.ok(!left.aborted);
        return ["data: x\n\n"].values();
      }),
    );
    const response = await app.request("/events", { method: "HEAD" });
    assert.equal(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
    assert.equal(begun, false);
    assert.equal(await (await app.request("/events")).text(), "data: x\n\n");
  });
});
