import { unsavedError } from "../errors.ts";
import type { JournalWriter } from "../journal/writer.ts";
import type { StoreEvent } from "../store.ts";

const RETRY = 5_000;

/** Watches over what could not be saved: tells the person, tries again, and tells when it is on disk. */
export class SaveMonitor {
  readonly #journal: JournalWriter;
  readonly #folder: string;
  readonly #emit: (event: StoreEvent) => void;
  #timer: NodeJS.Timeout | undefined;
  #failing = false;
  #closed = false;

  constructor(journal: JournalWriter, folder: string, emit: (event: StoreEvent) => void) {
    this.#journal = journal;
    this.#folder = folder;
    this.#emit = emit;
  }

  /** Settles with the save; its failure is put into words. */
  async follow(save: Promise<void>): Promise<void> {
    try {
      await save;
    } catch (error) {
      this.failed(error);
      throw unsavedError(error, this.#folder);
    }
    this.#succeeded();
  }

  failed(error: unknown): void {
    if (this.#closed || this.#journal.unsaved === 0) return;
    if (!this.#failing) this.#emit({ type: "unsaved", message: unsavedError(error, this.#folder).message });
    this.#failing = true;
    this.#again();
  }

  /** Tries now. */
  async retry(): Promise<void> {
    await this.#journal.flush();
    // A try that was under way may have failed before the disk got better.
    if (this.#journal.unsaved > 0) await this.#journal.flush();
    if (this.#journal.unsaved > 0) this.#again();
    else this.#succeeded();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #succeeded(): void {
    if (!this.#failing || this.#journal.unsaved > 0) return;
    this.#failing = false;
    this.#emit({ type: "saved" });
  }

  #again(): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => void this.retry(), RETRY).unref();
  }
}
