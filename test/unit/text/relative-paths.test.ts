import assert from "node:assert/strict";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { relativePaths } from "../../../src/runtime/text/relative-paths.ts";

describe("paths as others read them", () => {
  const show = relativePaths("/srv/ada/flows", ["/var/lib/daggr"]);
  for (const [text, shown] of [
    ["Cannot read '/srv/ada/flows/a b/cat.png'.", "Cannot read 'a b/cat.png'."],
    ["at shout (/srv/ada/flows/w.ts:3:4)", "at shout (w.ts:3:4)"],
    ["file:///srv/ada/flows/w.ts:3", "w.ts:3"],
    ["ENOENT:/srv/ada/flows/x", "ENOENT:x"],
    ["in '/srv/ada/flows'.", "in '.'."],
    ["/srv/ada/lib/x.ts", "../lib/x.ts"],
    ["/srv/ada/flows-2/x", "../flows-2/x"],
    ["'/var/lib/daggr/sheets.db'", "'…/sheets.db'"],
    [join(homedir(), ".cache", "x"), "~/.cache/x"],
    [join(tmpdir(), "daggr-1", "x"), "…/daggr-1/x"],
  ] as const)
    it(`shows ${text} as ${shown}`, () => assert.equal(show(text), shown));

  for (const text of [
    "https://example.com/srv/ada/flows/x",
    "/srv/adam/x",
    "the endpoint /srv and /home",
    "srv/ada/flows/x",
  ])
    it(`leaves ${text}`, () => assert.equal(show(text), text));

  it("knows those of Windows, with either slash and doubled", () => {
    const show = relativePaths("C:\\Users\\Ada\\flows");
    assert.equal(show("C:\\Users\\Ada\\flows\\w.ts:3"), "w.ts:3");
    assert.equal(show("C:/Users/Ada/flows/w.ts"), "w.ts");
    assert.equal(show("file:///C:/Users/Ada/flows/w.ts"), "w.ts");
    assert.equal(show('"C:\\\\Users\\\\Ada\\\\lib"'), '"../lib"');
  });
});
