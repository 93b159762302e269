import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { errorCode, type Disk } from "../../files/disk.ts";
import type { Database } from "../database/database.ts";
import type { Segment } from "../journal/reader.ts";
import { BACKUP, IMAGE, writeImage } from "./image-file.ts";
import { BEGINNING } from "../journal/format.ts";
import { isAlive } from "./lock.ts";
import { JOURNAL, type Recovered } from "./recover.ts";

/** Where damaged files go, for somebody who can make something of them. */
export const DAMAGED = "damaged";
/** Milliseconds after which a journal without a header is nobody's: it takes a moment. */
const BEGUN_LEFTOVER = 60 * 60 * 1000;
/** A writer of another machine that has not written for so long will not come back. */
const FOREIGN_LEFTOVER = 7 * 24 * 60 * 60 * 1000;

/** The image and its backup on disk, as this process knows them. All that writes comes while the lock is held. */
export class Images {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #now: () => number;
  #identity: string | undefined;
  #inImage: ReadonlyMap<string, number> = new Map();
  #damaged: readonly string[] = [];
  #lost = false;

  constructor(disk: Disk, folder: string, now: () => number) {
    this.#disk = disk;
    this.#folder = folder;
    this.#now = now;
  }

  adopt({ identity, image, damaged, lost }: Recovered): void {
    this.#identity = identity;
    this.#inImage = image;
    this.#damaged = damaged;
    this.#lost ||= lost;
  }

  /** Files were found damaged and still stand where they stood, or are gone: the next image mends that. */
  get damaged(): boolean {
    return this.#damaged.length > 0 || this.#lost;
  }

  /** Another process wrote an image since. One that is missing is being replaced just now: the journals reach back behind it. */
  async replaced(): Promise<boolean> {
    const stat = await this.#disk.stat(join(this.#folder, IMAGE));
    return stat !== undefined && stat.identity !== this.#identity;
  }

  /** Writes an image. Gives what is in the backup now, by writer: so far nobody needs journals any more. */
  async write(db: Database, segments: readonly Segment[]): Promise<ReadonlyMap<string, number>> {
    const vector = db.vector();
    const image = db.image();
    // What could not be read is never written over, and must not become the backup.
    const isImage = (name: string) => name === IMAGE || name === BACKUP;
    await this.#setAside(isImage);
    if (this.#lost) {
      // The time of this folder keeps media from being collected that what is gone may have used.
      await this.#disk.makeFolder(join(this.#folder, DAMAGED));
      await this.#disk.touch(join(this.#folder, DAMAGED), this.#now());
      this.#lost = false;
    }
    await writeImage(this.#disk, this.#folder, image);
    const inBackup = this.#inImage;
    this.#inImage = vector;
    this.#identity = (await this.#disk.stat(join(this.#folder, IMAGE)))?.identity;
    const over = segments.filter((segment) => this.#isOver(segment)).map(({ name }) => join(JOURNAL, name));
    await this.#setAside((name) => !isImage(name) && over.includes(name));
    return inBackup;
  }

  /** Removes journals of writers that are gone, as far as the backup has them. */
  async removeLeftOvers(segments: readonly Segment[], inBackup: ReadonlyMap<string, number>): Promise<void> {
    for (const segment of segments) {
      const { header, name, lastSeq, problem } = segment;
      if (!header || problem !== undefined || !this.#isOver(segment)) continue;
      if (lastSeq > (inBackup.get(header.writer) ?? 0)) continue;
      await this.#disk.remove(join(this.#folder, JOURNAL, name));
    }
    await this.#removeBegun();
  }

  /** Removes journals that a crash left before they had a header. */
  async #removeBegun(): Promise<void> {
    for (const name of await this.#disk.list(join(this.#folder, JOURNAL))) {
      if (!name.endsWith(BEGINNING)) continue;
      const path = join(this.#folder, JOURNAL, name);
      const stat = await this.#disk.stat(path);
      if (stat && this.#now() - stat.changedAt > BEGUN_LEFTOVER) await this.#disk.remove(path);
    }
  }

  async #setAside(which: (name: string) => boolean): Promise<void> {
    const folder = join(this.#folder, DAMAGED);
    for (const name of this.#damaged.filter(which)) {
      await this.#disk.makeFolder(folder);
      const stamp = new Date(this.#now()).toISOString().replace(/[:.]/g, "-");
      const aside = `${stamp}-${randomUUID().slice(0, 8)}-${basename(name)}`;
      try {
        await this.#disk.rename(join(this.#folder, name), join(folder, aside));
      } catch (error) {
        if (errorCode(error) !== "ENOENT") throw error;
      }
      this.#damaged = this.#damaged.filter((other) => other !== name);
    }
  }

  #isOver({ header, closed, changedAt }: Segment): boolean {
    if (!header || closed) return true;
    if (header.host === hostname()) return !isAlive(header.pid);
    return this.#now() - changedAt > FOREIGN_LEFTOVER;
  }
}
