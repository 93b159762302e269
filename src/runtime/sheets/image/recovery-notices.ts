import type { Segment } from "../journal/reader.ts";

/** What is gone altogether, so that no file shows the damage. */
export interface Lost {
  /** The image and its backup. */
  readonly images: boolean;
  /** Entries that somebody read once. */
  readonly journals: boolean;
}

export interface Recovery {
  readonly folder: string;
  /** The image was damaged, or was not ours. */
  readonly imageReplaced: boolean;
  /** An image or a backup could be used. */
  readonly restored: boolean;
  readonly backupDamaged: boolean;
  readonly lost: Lost;
  readonly segments: readonly Segment[];
}

/** What a person has to know about files that were damaged or are gone. */
export function recoveryNotices({
  folder,
  imageReplaced,
  restored,
  backupDamaged,
  lost,
  segments,
}: Recovery): string[] {
  const notices: string[] = [];
  const aside = `The damaged file was set aside in '${folder}'.`;
  const putBack = "If you have a backup of that folder, put it back and reload the window.";
  if (imageReplaced && restored) {
    notices.push(
      `Daggr's sheets were damaged and have been restored from the backup and the journal. ${aside}`,
    );
  } else if (imageReplaced || backupDamaged) {
    notices.push(
      `Daggr's sheets and their backup are damaged; only what the journal has could be restored. ${aside} ${putBack}`,
    );
  } else if (lost.images) {
    notices.push(
      `Daggr's sheets in '${folder}' are gone: neither their database nor its backup is there any more; only what the journal ` +
        `has could be restored. ${putBack}`,
    );
  }
  if (segments.some(({ problem }) => problem === "damaged")) {
    notices.push(
      `A part of the journal of Daggr's sheets is damaged; the last changes may be missing. ${aside}`,
    );
  }
  if (segments.some(({ problem }) => problem === "cut")) {
    notices.push(
      `A file of the journal of Daggr's sheets was emptied or cut off; the last changes of that session are missing. ${aside} ` +
        putBack,
    );
  } else if (lost.journals) {
    notices.push(
      `A part of the journal of Daggr's sheets in '${folder}' is gone; changes that were there before are missing. ${putBack}`,
    );
  }
  return notices;
}
