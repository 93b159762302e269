import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, win32 } from "node:path";
import { loginsOf } from "../../../src/terminal/serve-access.ts";

describe("logins of the command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "daggr-logins-"));
  const file = join(folder, "logins.txt");
  writeFileSync(file, "ada:first:word\r\n\nbob:second word\n");
  after(() => rmSync(folder, { recursive: true }));
  const read = [
    { user: "ada", password: "first:word" },
    { user: "bob", password: "second word" },
  ];

  it("are a name and a password, or a file of them", async () => {
    assert.deepEqual(await loginsOf("ada:C:\\word"), [{ user: "ada", password: "C:\\word" }]);
    assert.deepEqual(await loginsOf(file), read);
  });

  it("are in a file too where its path has a drive, as on Windows", async () => {
    const asked: string[] = [];
    const paths = {
      isAbsolute: (path: string) => win32.isAbsolute(path),
      resolve: (path: string) => (asked.push(path), file),
    };
    for (const path of ["C:\\Users\\Ada\\logins.txt", "d:/logins.txt"]) {
      assert.deepEqual(await loginsOf(path, paths), read);
      assert.equal(asked.at(-1), path);
    }
    assert.deepEqual(await loginsOf("ada:first word", paths), [{ user: "ada", password: "first word" }]);
  });
});
