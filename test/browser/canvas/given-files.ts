/// <reference lib="dom" />
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { sampleFiles } from "../../../webview/dev/sample-files.ts";
import { png } from "../../hub/png.ts";

/** A file that a person drops. */
export interface GivenFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A picture of one colour, which follows from its name. */
export const picture = (name: string): GivenFile => ({ name, type: "image/png", bytes: png(name, 24, 16) });

/** What the app reports about such a picture: its size, and the colour of its centre. */
export const pictureInfo = (name: string) => ({
  size: [24, 16],
  middle: [...createHash("sha256").update(name).digest().subarray(0, 3)],
});

export const text = (name: string, content: string): GivenFile => ({
  name,
  type: "text/plain",
  bytes: new TextEncoder().encode(content),
});

export const sample = (name: string): GivenFile => {
  const file = sampleFiles[name];
  if (!file) throw new Error(`There is no sample file '${name}'.`);
  return { name, type: file.mime, bytes: file.bytes };
};

export const clip: GivenFile = {
  name: "clip.webm",
  type: "video/webm",
  bytes: readFileSync(new URL("../../apps/media/clip.webm", import.meta.url)),
};

/** Drops files as if a person had dragged them from another window. */
export async function dropFiles(target: Locator, files: readonly GivenFile[]): Promise<void> {
  const described = files.map(({ name, type, bytes }) => ({
    name,
    type,
    base64: Buffer.from(bytes).toString("base64"),
  }));
  await target.evaluate((element, list) => {
    const transfer = new DataTransfer();
    for (const { name, type, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
    }
    element.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }, described);
}
