import type { Json } from "../values/value.ts";
import { type ChunkStep, ChunkAssembler, chunkSteps, isLarge, type Packed } from "./chunks.ts";

type Chunk = { readonly type: "piece"; readonly transfer: number; readonly steps: readonly ChunkStep[] };

/** Sends values in pieces and puts received pieces together, for one end of a wire. */
export class ChunkTransfers {
  #next = 1;
  readonly #incoming = new Map<number, ChunkAssembler>();

  constructor(private readonly send: (piece: Chunk) => void) {}

  /** Small values travel inside the message; of a large one the pieces are sent first, with pauses for other work. */
  async pack(value: Json): Promise<Packed> {
    if (!isLarge(value)) return { kind: "inline", value };
    const transfer = this.#next++;
    for (const step of chunkSteps(value)) {
      this.send({ type: "piece", transfer, steps: [step] });
      if (step.do === "items" || step.do === "entries") await pause();
    }
    return { kind: "pieces", transfer };
  }

  receive({ transfer, steps }: Chunk): void {
    let builder = this.#incoming.get(transfer);
    if (!builder) this.#incoming.set(transfer, (builder = new ChunkAssembler()));
    for (const step of steps) builder.add(step);
  }

  unpack(packed: Packed): Json {
    if (packed.kind === "inline") return packed.value;
    const builder = this.#incoming.get(packed.transfer);
    this.#incoming.delete(packed.transfer);
    return builder?.result ?? null;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
