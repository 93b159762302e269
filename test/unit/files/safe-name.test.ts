import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDataUrl } from "../../../src/runtime/files/data-url.ts";
import { safeName, mediaTypeOf } from "../../../src/runtime/files/safe-name.ts";

describe("file names that anybody may have given", () => {
  it("lose folders, control characters and what file systems give a meaning to", () => {
    const cases: readonly (readonly [string, string])[] = [
      ["../../etc/passwd", "passwd"],
      ["C:\\Windows\\win.ini", "win.ini"],
      ["a\u0000b\n.txt", "ab.txt"],
      ["photo\u202egpj.exe", "photogpj.exe"],
      ['a<b>:"c|?*.txt', "a_b___c___.txt"],
      [".hidden", "hidden"],
      ["..", "file"],
      ["", "file"],
      ["name. ", "name"],
      ["con.txt", "_con.txt"],
      ["ümläut \u{1f9c0}.png", "ümläut \u{1f9c0}.png"],
    ];
    for (const [given, safe] of cases) assert.equal(safeName(given), safe, JSON.stringify(given));
  });

  it("get an extension from the media type where they have none", () => {
    assert.equal(safeName("image", "image/png"), "image.png");
    assert.equal(safeName("image.jpg", "image/png"), "image.jpg");
    assert.equal(safeName("sound", "audio/wav; rate=1"), "sound.wav");
    assert.equal(safeName("thing", "application/octet-stream"), "thing");
    assert.deepEqual(
      [mediaTypeOf("a.png"), mediaTypeOf("a.unknown-kind"), mediaTypeOf("a")],
      ["image/png", "application/octet-stream", "application/octet-stream"],
    );
  });

  it("are short, inside of one folder, and stay as they are once safe", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
        const safe = safeName(name);
        assert.ok(safe.length > 0 && Buffer.byteLength(safe) <= 220);

        assert.ok(!/[/\\\u0000-\u001f]/.test(safe) && safe !== "." && safe !== "..");
        assert.equal(safeName(safe), safe);
      }),
    );
    assert.match(safeName(`${"x".repeat(500)}.png`), /^x+\.png$/);
  });
});

describe("data URLs", () => {
  it("are read with and without base64", () => {
    const read = (text: string) => {
      const found = parseDataUrl(text);
      return found && [found.mime, Buffer.from(found.bytes).toString()];
    };
    assert.deepEqual(read(`data:text/csv;base64,${btoa("a,b")}`), ["text/csv", "a,b"]);
    assert.deepEqual(read("data:text/plain;charset=utf-8,a%20b,c"), ["text/plain", "a b,c"]);
    assert.deepEqual(read("data:,x"), ["text/plain", "x"]);
    for (const text of ["", "data:", "data:text/plain", "http://data:,x", "data:,%zz"])
      assert.equal(read(text), undefined, text);
  });
});
