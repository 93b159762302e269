import { join } from "node:path";
import { collectMedia, renewMedia } from "../../files/media-collection.ts";
import type { Disk } from "../../files/disk.ts";
import type { ChangeQueue } from "./change-queue.ts";
import type { Database } from "../database/database.ts";
import { readHiddenSheets } from "../database/read.ts";
import { DAMAGED } from "../image/images.ts";
import { mediaSize, oldestWithMedia } from "./limits.ts";
import type { Operation } from "../journal/operations.ts";
import type { Replica } from "../replica/replica.ts";
import type { SheetId, StoreEvent } from "../store.ts";

type Drop = Extract<Operation, { type: "drop-results" }>;

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** For how long after it was deleted a sheet can be brought back, at least. */
const UNDO = HOUR;
/** For how long unused media stay: a step may still hold them, and a person may undo. */
const GRACE = HOUR;
/** The same when there is more media than the limit allows. */
const SHORT_GRACE = 10 * MINUTE;
/** How often media that only this process knows to be used are marked so: well within either. */
const RENEWAL = 4 * MINUTE;
/** For how long media that a damaged database may have used wait for somebody to put a backup back. */
const AFTER_DAMAGE = 30 * DAY;
/** Results that go at a time to make room. */
const BATCH = 16;

export interface HousekeepingOptions {
  readonly replica: Replica;
  readonly changes: ChangeQueue;
  /** Bytes of media that are kept. */
  readonly mediaLimit: () => number;
  readonly emit: (event: StoreEvent) => void;
  readonly disk: Disk;
  readonly media: string;
  /** The store's folder; undefined where nothing is kept. */
  readonly folder: string | undefined;
  readonly now: () => number;
}

/** What goes by itself: sheets that were deleted, results beyond the limit, media that nothing uses. */
export class Housekeeping {
  readonly #options: HousekeepingOptions;
  readonly #renewal: NodeJS.Timeout;
  #collection: NodeJS.Timeout | undefined;
  #room: NodeJS.Timeout | undefined;
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: HousekeepingOptions) {
    this.#options = options;
    this.#renewal = setInterval(() => {
      this.#work = this.renew();
    }, RENEWAL).unref();
    this.#collectAfter(MINUTE, GRACE);
    options.changes.enqueue(() => this.#dropDeleted()).catch(() => {});
  }

  /** Looks in a moment: results come in groups. */
  makeRoomSoon(): void {
    this.#room ??= setTimeout(() => {
      this.#room = undefined;
      this.makeRoom();
    }, 1000).unref();
  }

  /** Results go, oldest first, until the media fit into the limit. Nobody waits for that. */
  makeRoom(): void {
    if (this.#surplus() === undefined) return;
    let dropped: readonly Drop[] = [];
    this.#options.changes
      .enqueue(() => (dropped = this.#surplus() ?? []))
      .then(
        () => this.makeRoom(),
        // What cannot be saved is made in memory all the same, and reported by the event.
        () => {},
      )
      .finally(() => {
        for (const { sheet, results } of dropped) this.#options.emit({ type: "dropped", sheet, results });
      });
  }

  /** Removes media that nothing has used for `grace` milliseconds. Gives how many contents went. */
  async collect(grace: number = GRACE): Promise<number> {
    const { replica, disk, media, folder, now } = this.#options;
    // What another version wrote, what could not be read, and what other stores keep here may use any of them.
    if (folder === undefined || !replica.current || (await this.#wasDamaged(folder))) return 0;
    if (!(await replica.refresh())) return 0;
    const uses = lastUses(replica.db);
    return collectMedia({ disk, folder: media, usedAt: (hash) => uses.get(hash), before: now() - grace });
  }

  /** Marks what is used here as used, where no database on disk says so. */
  async renew(): Promise<void> {
    const { replica, disk, media, now } = this.#options;
    if (replica.current && replica.saved) return;
    const used = [...lastUses(replica.db)].filter(([, use]) => use === "now").map(([hash]) => hash);
    await renewMedia(disk, media, used, now());
  }

  async close(): Promise<void> {
    clearInterval(this.#renewal);
    clearTimeout(this.#room);
    clearTimeout(this.#collection);
    await this.#work;
  }

  /** Sheets that were deleted in an earlier session go for good. */
  #dropDeleted(): Operation[] {
    const { replica, now } = this.#options;
    return readHiddenSheets(replica.db)
      .filter(({ hidden }) => now() - (hidden ?? 0) > UNDO)
      .map(({ uid }) => ({ type: "drop-sheet", sheet: uid }));
  }

  /**
   * What has to go so that the media fit into the limit again, a few at a time: undefined where they do, or where all that
   * is left is pinned, starred, shown or an input.
   */
  #surplus(): Drop[] | undefined {
    const { replica, mediaLimit } = this.#options;
    if (mediaSize(replica.db) <= mediaLimit()) return undefined;
    const bySheet = new Map<SheetId, string[]>();
    for (const { sheet, result } of oldestWithMedia(replica.db, BATCH)) {
      bySheet.set(sheet, [...(bySheet.get(sheet) ?? []), result]);
    }
    if (bySheet.size === 0) return undefined;
    this.#collectAfter(SHORT_GRACE, SHORT_GRACE);
    return [...bySheet].map(([sheet, results]) => ({ type: "drop-results", sheet, results }));
  }

  #collectAfter(delay: number, grace: number): void {
    clearTimeout(this.#collection);
    this.#collection = setTimeout(() => {
      this.#collectAfter(HOUR, GRACE);
      // What cannot be removed now can be at the next time.
      this.#work = this.collect(grace).catch(() => {});
    }, delay).unref();
  }

  async #wasDamaged(folder: string): Promise<boolean> {
    const { disk, now } = this.#options;
    const stat = await disk.stat(join(folder, DAMAGED));
    return stat !== undefined && now() - stat.changedAt < AFTER_DAMAGE;
  }
}

/** Of every content that was ever referred to: when the last reference went, in milliseconds, or that there is one. */
function lastUses(db: Database): Map<string, number | "now"> {
  const rows = db.sql.all("SELECT hash, idle, EXISTS (SELECT 1 FROM refs WHERE file = files.id) FROM files");
  return new Map(
    rows.map(([hash, idle, used]) => [
      Buffer.from(hash as Uint8Array).toString("hex"),
      used === 1 ? ("now" as const) : Number(idle ?? 0),
    ]),
  );
}
