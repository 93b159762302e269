import type { Media } from "../../files/media.ts";
import type { ResultRecord } from "../../sheets/store.ts";
import { filesIn, type Json } from "../../values/value.ts";
import { sizeUpTo } from "../../rpc/chunks.ts";

/** Results. */
const most = 5000;
/** Bytes of their values, roughly. */
const mostBytes = 64 * 1024 * 1024;
/** Milliseconds. Functions that take less are faster run again than waited for. */
const short = 20;

interface Entry {
  readonly record: ResultRecord;
  readonly size: number;
  readonly hasFiles: boolean;
}

/** The latest results of calls by node and key, as many as fit into a fixed room. */
export class ResultCache {
  /** The one that was used last stands last. */
  readonly #entries = new Map<string, Entry>();
  /** Milliseconds that a node takes, the latest results counting most. */
  readonly #durations = new Map<string, number>();
  #bytes = 0;

  constructor(private readonly media: Pick<Media, "has">) {}

  add(record: ResultRecord): void {
    const { outputs, inputs, canvas } = record;
    // References of files are data like all else here.
    const size = sizeUpTo({ outputs, inputs, canvas } as Json, mostBytes);
    if (size > mostBytes / 8) return;
    const hasFiles = Object.values(outputs).some((value) => !filesIn(value).next().done);
    const id = idOf(record.node, record.key);
    this.#remove(id);
    this.#entries.set(id, { record, size, hasFiles });
    this.#bytes += size;
    const { node, duration } = record;
    this.#durations.set(node, 0.8 * (this.#durations.get(node) ?? duration) + 0.2 * duration);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= most && this.#bytes <= mostBytes) break;
      this.#remove(oldest);
    }
  }

  find(node: string, key: string): ResultRecord | undefined {
    const id = idOf(node, key);
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    return entry.record;
  }

  /** Whether the files of a result are still there: what no sheet names is removed in the end. */
  isWhole(record: ResultRecord): true | Promise<boolean> {
    return this.#entries.get(idOf(record.node, record.key))?.hasFiles === false || this.#hasFiles(record);
  }

  /** Whether the node is sent nowhere before it is known that it has no result here: running it may take long. */
  isWorthWaiting(node: string): boolean {
    return (this.#durations.get(node) ?? 0) > short;
  }

  async #hasFiles({ node, key, outputs }: ResultRecord): Promise<boolean> {
    for (const value of Object.values(outputs)) {
      for (const file of filesIn(value)) {
        if (await this.media.has(file)) continue;
        this.#remove(idOf(node, key));
        return false;
      }
    }
    return true;
  }

  #remove(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#bytes -= entry.size;
    this.#entries.delete(id);
  }
}

function idOf(node: string, key: string): string {
  return `${node}\n${key}`;
}
