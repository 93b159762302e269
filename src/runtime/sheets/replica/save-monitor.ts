import { unsavedError } from "../errors.ts";
import type { JournalWriter } from "../journal/writer.ts";
import type { StoreEvent } from "../store.ts";

const RETRY = 5_000;

/** Follows saves. Reports a failure once, tries again every few seconds, and reports when everything is on disk. */
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

  /**
   * Settles when the save does.
   * @throws {StoreError} of kind "unsaved" where it fails
   */
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
    this.#retryLater();
  }

  /** Tries now. */
  async retry(): Promise<void> {
    await this.#journal.flush();
    // A flush that was already running may have failed before the disk recovered.
    if (this.#journal.unsaved > 0) await this.#journal.flush();
    if (this.#journal.unsaved > 0) this.#retryLater();
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

  #retryLater(): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => void this.retry(), RETRY).unref();
  }
}
