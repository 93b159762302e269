// What is compared of a picture: its size, and how it looks from afar.

/** Sides of the grid that a picture is averaged to: fine enough for what is where, too coarse for noise and compression. */
const cells = 16;
/** Pictures with more pixels are known by their size and bytes. */
const maxPixels = 64_000_000;

export interface Picture {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each cell, 0 to 255; undefined where the format is not decoded. */
  readonly grid?: Float64Array;
}

/** Undefined where the bytes are no picture that is known. */
export async function pictureOf(bytes: Buffer): Promise<Picture | undefined> {
  const header = headerOf(bytes);
  if (header === undefined || header.width * header.height > maxPixels) return header;
  const pixels = await decoded(bytes, header.format);
  return pixels ? { ...header, grid: averaged(pixels, header.width, header.height) } : header;
}

/** How different two pictures of equal size look: 0 is the same, 1 is black and white. */
export function differenceOf(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += Math.abs(one[at]! - other[at]!);
  return sum / one.length / 255;
}

/** The size stands in the first bytes of each format. */
function headerOf(bytes: Buffer): Omit<Picture, "grid"> | undefined {
  if (bytes.length < 30) return undefined;
  const text = (from: number, to: number) => bytes.toString("latin1", from, to);
  if (text(1, 4) === "PNG")
    return { format: "PNG", width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (text(0, 4) === "GIF8")
    return { format: "GIF", width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return webp(bytes, text(12, 16));
  if (bytes.readUInt16BE(0) === 0xffd8) return jpeg(bytes);
  return undefined;
}

function webp(bytes: Buffer, chunk: string): Omit<Picture, "grid"> | undefined {
  const format = "WebP";
  if (chunk === "VP8X")
    return { format, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (chunk === "VP8L") {
    const sides = bytes.readUInt32LE(21);
    return { format, width: (sides & 0x3fff) + 1, height: ((sides >>> 14) & 0x3fff) + 1 };
  }
  if (chunk !== "VP8 ") return undefined;
  return { format, width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
}

/** The size stands in the segment that begins the frame. */
function jpeg(bytes: Buffer): Omit<Picture, "grid"> | undefined {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { format: "JPEG", width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
  }
  return undefined;
}

/** Red, green, blue and alpha of each pixel. */
async function decoded(bytes: Buffer, format: string): Promise<Uint8Array | undefined> {
  try {
    if (format === "PNG") return (await import("pngjs")).PNG.sync.read(bytes).data;
    if (format === "JPEG")
      return (await import("jpeg-js")).decode(bytes, { useTArray: true, maxMemoryUsageInMB: 1024 }).data;
  } catch {
    // Damaged, or a kind of the format that is not read: the size is known all the same.
  }
  return undefined;
}

function averaged(pixels: Uint8Array, width: number, height: number): Float64Array {
  const sums = new Float64Array(cells * cells * 4);
  const counts = new Float64Array(cells * cells);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * cells) / height) * cells;
    for (let x = 0; x < width; x += 1) {
      const cell = row + Math.floor((x * cells) / width);
      const at = (y * width + x) * 4;
      const alpha = pixels[at + 3]!;
      counts[cell]! += 1;
      // What a transparent pixel hides is not seen.
      for (let channel = 0; channel < 3; channel += 1)
        sums[cell * 4 + channel]! += (pixels[at + channel]! * alpha) / 255;
      sums[cell * 4 + 3]! += alpha;
    }
  }
  return sums.map((sum, at) => sum / Math.max(1, counts[at >> 2]!));
}
