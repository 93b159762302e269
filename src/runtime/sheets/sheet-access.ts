import type { MediaFolder } from "../files/media-folder.ts";
import type { Database } from "./database/database.ts";
import { readSheet, type SheetRow } from "./database/read.ts";
import { refusedError } from "./errors.ts";
import type { Operation } from "./journal/operations.ts";
import type { Replica } from "./replica/replica.ts";
import type { SheetId } from "./store.ts";
import type { DamageNotices } from "./values/damage-notices.ts";
import { ValueStorage } from "./values/value-storage.ts";
import { ChangeQueue } from "./write/change-queue.ts";

/** What each method of a store works with: the database, the stored values, and the queue of changes. */
export class SheetAccess {
  readonly values: ValueStorage;
  readonly changes: ChangeQueue;
  readonly #replica: Replica;

  constructor(replica: Replica, media: MediaFolder, damage: DamageNotices) {
    this.#replica = replica;
    this.values = new ValueStorage(media, damage);
    this.changes = new ChangeQueue(replica);
  }

  /** Valid until the next `await`. */
  get db(): Database {
    return this.#replica.db;
  }

  /** Applies what other processes have written. */
  async refresh(): Promise<void> {
    await this.#replica.refresh();
  }

  /**
   * The row of a sheet; deleted sheets that can still be restored have one.
   * @throws {StoreError} of kind "refused" where the sheet is gone for good
   */
  sheet(sheet: SheetId): SheetRow {
    const row = readSheet(this.db, sheet);
    if (!row)
      throw refusedError("The sheet no longer exists; it was deleted for good. Choose another sheet.");
    return row;
  }

  /** Makes a change that depends on the present state of a sheet. Settles when it is on disk. */
  async changeSheet(sheet: SheetId, operations: (row: SheetRow) => readonly Operation[]): Promise<void> {
    await this.refresh();
    await this.changes.enqueue(() => operations(this.sheet(sheet)));
  }
}
