// What is compared of a sound: its length, and how its loudness runs.

/** Pieces of time in which the loudness is measured. */
const pieces = 64;

export interface Sound {
  readonly format: string;
  /** Seconds. */
  readonly seconds: number;
  /** Loudness of each piece, 0 to 1. */
  readonly loudness: Float64Array;
}

interface WavFormat {
  readonly tag: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

/** Only WAV is read; undefined for every other format. */
export function soundOf(bytes: Buffer): Sound | undefined {
  if (bytes.length < 12 || bytes.toString("latin1", 0, 4) !== "RIFF") return undefined;
  if (bytes.toString("latin1", 8, 12) !== "WAVE") return undefined;
  let format: WavFormat | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const chunk = bytes.toString("latin1", at, at + 4);
    const start = at + 8;
    const size = Math.min(bytes.readUInt32LE(at + 4), bytes.length - start);
    if (chunk === "fmt " && size >= 16) format = formatAt(bytes, start, size);
    if (chunk === "data") return format && measured(bytes.subarray(start, start + size), format);
    at = start + size + (size % 2);
  }
  return undefined;
}

/** How differently loud two sounds run: 0 is the same, 1 is silence beside noise. */
export function loudnessDifference(one: Sound, other: Sound): number {
  let sum = 0;
  for (let at = 0; at < pieces; at += 1) sum += Math.abs(one.loudness[at]! - other.loudness[at]!);
  return sum / pieces;
}

function formatAt(bytes: Buffer, at: number, size: number): WavFormat {
  const tag = bytes.readUInt16LE(at);
  return {
    // An extensible format says in its longer part what it is.
    tag: tag === 0xfffe && size >= 26 ? bytes.readUInt16LE(at + 24) : tag,
    channels: Math.max(1, bytes.readUInt16LE(at + 2)),
    rate: Math.max(1, bytes.readUInt32LE(at + 4)),
    bits: bytes.readUInt16LE(at + 14),
  };
}

function measured(data: Buffer, { tag, channels, rate, bits }: WavFormat): Sound | undefined {
  const read = sampleReader(data, tag, bits);
  if (!read) return undefined;
  const step = bits / 8;
  const samples = Math.floor(data.length / step);
  const squares = new Float64Array(pieces);
  const counts = new Float64Array(pieces);
  for (let sample = 0; sample < samples; sample += 1) {
    const piece = Math.floor((sample * pieces) / samples);
    squares[piece]! += read(sample * step) ** 2;
    counts[piece]! += 1;
  }
  const loudness = squares.map((sum, at) => Math.sqrt(sum / Math.max(1, counts[at]!)));
  return { format: "WAV", seconds: samples / channels / rate, loudness };
}

/** Reads the sample at an offset, from -1 to 1. */
function sampleReader(data: Buffer, tag: number, bits: number): ((at: number) => number) | undefined {
  const [pcm, float] = [1, 3];
  if (tag === float && bits === 32) return (at) => data.readFloatLE(at);
  if (tag === float && bits === 64) return (at) => data.readDoubleLE(at);
  if (tag !== pcm) return undefined;
  if (bits === 8) return (at) => (data[at]! - 128) / 128;
  if (bits === 16 || bits === 24 || bits === 32) {
    const range = 2 ** (bits - 1);
    return (at) => data.readIntLE(at, bits / 8) / range;
  }
  return undefined;
}
