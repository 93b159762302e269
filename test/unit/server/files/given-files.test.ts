import assert from "node:assert/strict";
import type { FileRef } from "../../../../src/runtime/values/value.ts";
import type { Engine } from "../../../../src/runtime/session/engine.ts";
import { SeenFiles } from "../../../../src/server/canvas/seen-files.ts";
import { GivenFiles } from "../../../../src/server/files/given-files.ts";
import { eventually } from "../../../support/eventually.ts";

const { signal } = new AbortController();
const visitor = { user: "ada" };
const hash = "a".repeat(64);

interface Options {
  readonly addBytes?: (bytes: Uint8Array, name: string) => Promise<FileRef>;
}

/** Over a media folder that has the file `hash`, which the visitor was shown. */
function filesOver({
  addBytes = () => Promise.reject(new Error("Nothing is written out here.")),
}: Options = {}): GivenFiles {
  const seen = new SeenFiles();
  const file: FileRef = { $file: hash, name: "own.txt", mime: "text/plain", size: 1 };
  seen.note(visitor, { files: file });
  const media = {
    folder: "/media",
    downloadLimit: 10_000,
    addBytes,
    addFile: (_path: string, { name }: { name: string }) => Promise.resolve({ ...file, name }),
  };
  // The cast: nothing else of the engine is used.
  const engine = {
    context: { parts: { media } },
    pathOf: () => Promise.resolve("/media/aa/x"),
  } as unknown as Engine;
  return new GivenFiles(engine, seen, visitor, "here:7860");
}

describe("files that a call names", () => {
  it("are those of this server by each of their addresses, whoever writes them", async () => {
    for (const [text, name] of [
      [`${hash}/50%.txt`, "50%.txt"],
      [`/media/aa/${hash}/a%20b.txt`, "a b.txt"],
      [`http://here:7860/media/aa/${hash}/a.txt?x=1`, "a.txt"],
      [`http://here:7860/gradio_api/file=${hash}/a%20b.txt`, "a b.txt"],
      [`http://here:7860/file=${hash}/a.txt`, "a.txt"],
    ] as const)
      assert.equal((await filesOver().take(text, signal))?.name, name, text);
  });

  it("are none where the text is no address, or one that cannot be read", async () => {
    for (const text of ["/etc/passwd", "a.txt", `/media/aa/${hash}/%zz`, `${hash}/../x`, "file:///x", ""])
      assert.equal(await filesOver().take(text, signal), undefined, text);
  });

  it("are taken in eight at a time, and not at all once one was refused", async () => {
    let begun = 0;
    const finish: ((error?: Error) => void)[] = [];
    const files = filesOver({
      addBytes: () => {
        begun += 1;
        return new Promise((resolve, reject) =>
          finish.push((error) =>
            error ? reject(error) : resolve({ $file: hash, name: "x", mime: "", size: 1 }),
          ),
        );
      },
    });
    const all = Promise.all(Array.from({ length: 30 }, () => files.take("data:text/plain,x", signal)));
    await eventually("eight begin", () => assert.equal(begun, 8));
    finish[0]!();
    await eventually("another one begins", () => assert.equal(begun, 9));
    finish[1]!(new Error("no room"));
    await assert.rejects(all, /no room/);
    for (const end of finish) end();
    await files.take(`${hash}/own.txt`, signal);
    assert.ok(begun <= 10, `${begun} begun`);
  });
});
