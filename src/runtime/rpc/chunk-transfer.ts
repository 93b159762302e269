import type { Json } from "../values/value.ts";
import { type ChunkStep, ChunkAssembler, chunkSteps, isLarge, type Packed, sizeOfStep } from "./chunks.ts";

/** Characters that may wait to be unpacked, of all values together: a bound on memory, above what one text can have in JavaScript. */
const waitingLimit = 2 ** 30;

interface Incoming {
  readonly assembler: ChunkAssembler;
  size: number;
}

type Chunk = { readonly type: "chunk"; readonly transfer: number; readonly steps: readonly ChunkStep[] };

/** Sends values in chunks and reassembles received chunks, for one end of a wire. */
export class ChunkTransfers {
  #next = 1;
  readonly #incoming = new Map<number, Incoming>();
  #waiting = 0;

  constructor(private readonly send: (chunk: Chunk) => void) {}

  /** Small values are sent inside the message. The chunks of a large value are sent before it, with pauses for other work. */
  async pack(value: Json): Promise<Packed> {
    if (!isLarge(value)) return { kind: "inline", value };
    const transfer = this.#next++;
    for (const step of chunkSteps(value)) {
      this.send({ type: "chunk", transfer, steps: [step] });
      if (step.do !== "open" && step.do !== "close") await pause();
    }
    return { kind: "chunks", transfer };
  }

  /** Throws where more waits to be unpacked than may. */
  receive({ transfer, steps }: Chunk): void {
    let incoming = this.#incoming.get(transfer);
    if (!incoming) this.#incoming.set(transfer, (incoming = { assembler: new ChunkAssembler(), size: 0 }));
    for (const step of steps) {
      const size = sizeOfStep(step);
      incoming.size += size;
      this.#waiting += size;
      if (this.#waiting > waitingLimit) throw new Error("More chunks came than may wait.");
      incoming.assembler.add(step);
    }
  }

  unpack(packed: Packed): Json {
    if (packed.kind === "inline") return packed.value;
    const incoming = this.#incoming.get(packed.transfer);
    this.#incoming.delete(packed.transfer);
    this.#waiting -= incoming?.size ?? 0;
    return incoming?.assembler.result ?? null;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
