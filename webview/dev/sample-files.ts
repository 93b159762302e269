import type { FileRef } from "../../src/runtime/values/value.ts";

/** The files of the samples. They are real files, generated when needed so that the repository need not hold them. */
export interface SampleFile {
  readonly mime: string;
  readonly bytes: Uint8Array;
}

const utf8Bytes = (content: string) => new TextEncoder().encode(content);

function landscape(hue: number): SampleFile {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="768" height="512" viewBox="0 0 768 512">
<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="hsl(${hue},82%,70%)"/><stop offset="1" stop-color="hsl(${hue - 12},55%,50%)"/></linearGradient></defs>
<rect width="768" height="512" fill="url(#s)"/><circle cx="560" cy="150" r="54" fill="hsl(${hue + 15},95%,84%)"/>
<path d="M0 260 Q180 190 330 250 T768 220 V512 H0Z" fill="hsl(${hue + 20},30%,38%)"/><path d="M0 330 Q250 280 480 330 T768 310 V512 H0Z" fill="hsl(${hue + 40},32%,27%)"/>
<g fill="hsl(${hue},62%,56%)"><ellipse cx="390" cy="330" rx="95" ry="38"/><circle cx="490" cy="298" r="28"/><path d="M310 340 l-12 86 h16 l20 -80z M350 352 l-4 76 h16 l10 -70z M430 352 l8 76 h16 l-6 -80z M462 340 l18 84 h16 l-14 -90z"/><path d="M300 322 q-70 -20 -86 -70 q20 50 90 52z"/></g></svg>`;
  return { mime: "image/svg+xml", bytes: utf8Bytes(svg) };
}

const cutout: SampleFile = {
  mime: "image/svg+xml",
  bytes:
    utf8Bytes(`<svg xmlns="http://www.w3.org/2000/svg" width="768" height="512" viewBox="180 220 370 230">
<g fill="hsl(30,62%,56%)"><ellipse cx="390" cy="330" rx="95" ry="38"/><circle cx="490" cy="298" r="28"/><path d="M310 340 l-12 86 h16 l20 -80z M350 352 l-4 76 h16 l10 -70z M430 352 l8 76 h16 l-6 -80z M462 340 l18 84 h16 l-14 -90z"/><path d="M300 322 q-70 -20 -86 -70 q20 50 90 52z"/></g></svg>`),
};

const mask: SampleFile = {
  mime: "image/svg+xml",
  bytes: utf8Bytes(
    `<svg xmlns="http://www.w3.org/2000/svg" width="768" height="512" viewBox="0 0 768 512"><ellipse cx="400" cy="330" rx="150" ry="80" fill="#fff"/></svg>`,
  ),
};

/** A tone that swells, as a WAV file of 8 kHz. */
function tone(seconds: number, pitch: number): SampleFile {
  const rate = 8000;
  const count = Math.round(seconds * rate);
  const view = new DataView(new ArrayBuffer(44 + count * 2));
  const ascii = (at: number, word: string) =>
    [...word].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  ascii(0, "RIFF");
  view.setUint32(4, 36 + count * 2, true);
  ascii(8, "WAVEfmt ");
  [16, 1 | (1 << 16), rate, rate * 2, 2 | (16 << 16)].forEach((word, index) =>
    view.setUint32(16 + index * 4, word, true),
  );
  ascii(36, "data");
  view.setUint32(40, count * 2, true);
  for (let index = 0; index < count; index += 1) {
    const time = index / rate;
    const swell = Math.abs(Math.sin(time * 2.3) * Math.sin(time * 7.1)) * 0.8 + 0.05;
    view.setInt16(44 + index * 2, Math.sin(time * pitch * Math.PI * 2) * swell * 30_000, true);
  }
  return { mime: "audio/wav", bytes: new Uint8Array(view.buffer) };
}

/** A cube. */
const cube: SampleFile = {
  mime: "model/obj",
  bytes: utf8Bytes(`v -1 -1 -1\nv 1 -1 -1\nv 1 1 -1\nv -1 1 -1\nv -1 -1 1\nv 1 -1 1\nv 1 1 1\nv -1 1 1
f 4 3 2 1\nf 5 6 7 8\nf 1 2 6 5\nf 3 4 8 7\nf 2 3 7 6\nf 1 5 8 4\n`),
};

export const sampleFiles: Readonly<Record<string, SampleFile>> = {
  "savanna.svg": landscape(28),
  "fjord.svg": landscape(205),
  "forest.svg": landscape(140),
  "cutout.svg": cutout,
  "mask.svg": mask,
  "voice.wav": tone(7, 220),
  "guest.wav": tone(4, 330),
  "cube.obj": cube,
  "notes.txt": { mime: "text/plain", bytes: utf8Bytes("Notes\n") },
};

/** A hash made from the name instead of the content, since only this page uses it. */
export function hashOf(name: string): string {
  return [...utf8Bytes(name)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .padEnd(64, "0")
    .slice(0, 64);
}

export function refTo(name: string): FileRef {
  const file = sampleFiles[name];
  if (!file) throw new Error(`There is no sample file '${name}'.`);
  return { $file: hashOf(name), name, mime: file.mime, size: file.bytes.length };
}
