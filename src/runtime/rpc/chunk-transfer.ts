import type { Json } from "../values/value.ts";
import { type ChunkStep, ChunkAssembler, chunkSteps, isLarge, type Packed } from "./chunks.ts";

type Chunk = { readonly type: "chunk"; readonly transfer: number; readonly steps: readonly ChunkStep[] };

/** Sends values in chunks and reassembles received chunks, for one end of a wire. */
export class ChunkTransfers {
  #next = 1;
  readonly #incoming = new Map<number, ChunkAssembler>();

  constructor(private readonly send: (chunk: Chunk) => void) {}

  /** Small values are sent inside the message. The chunks of a large value are sent before it, with pauses for other work. */
  async pack(value: Json): Promise<Packed> {
    if (!isLarge(value)) return { kind: "inline", value };
    const transfer = this.#next++;
    for (const step of chunkSteps(value)) {
      this.send({ type: "chunk", transfer, steps: [step] });
      if (step.do === "items" || step.do === "entries") await pause();
    }
    return { kind: "chunks", transfer };
  }

  receive({ transfer, steps }: Chunk): void {
    let assembler = this.#incoming.get(transfer);
    if (!assembler) this.#incoming.set(transfer, (assembler = new ChunkAssembler()));
    for (const step of steps) assembler.add(step);
  }

  unpack(packed: Packed): Json {
    if (packed.kind === "inline") return packed.value;
    const assembler = this.#incoming.get(packed.transfer);
    this.#incoming.delete(packed.transfer);
    return assembler?.result ?? null;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
