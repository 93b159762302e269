/** Milliseconds without new entries before a due image (the checkpoint of the database) is written. */
const IDLE = 2_000;
/** Bytes of journal, roughly, after which an image is due at the next quiet moment. */
const DUE_BYTES = 512 * 1024;
/** Bytes of journal after which an image is written at once. */
const OVERDUE_BYTES = 8 * 1024 * 1024;
/** More journal files than this make an image due, however short they are. */
const MANY_SEGMENTS = 16;

/** Decides when the journals have become so long that the next image should be written. */
export class CheckpointSchedule {
  readonly #checkpoint: () => void;
  /** Bytes in the journals since the image. */
  #grown = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(checkpoint: () => void) {
    this.#checkpoint = checkpoint;
  }

  /** This process has added an entry. */
  entryWritten(bytes: number): void {
    this.#grown += bytes;
    if (this.#grown > OVERDUE_BYTES) this.#checkpoint();
    else if (this.#grown > DUE_BYTES) this.checkpointWhenIdle();
  }

  /** An entry of another process was read. It is counted but makes no image due here: its writer does that. */
  entryRead(bytes: number): void {
    this.#grown += bytes;
  }

  /** All journals were read again. */
  journalsReread(segments: readonly { readonly size: number }[]): void {
    this.#grown = segments.reduce((sum, { size }) => sum + size, 0);
    if (this.#grown > DUE_BYTES || segments.length > MANY_SEGMENTS) this.checkpointWhenIdle();
  }

  /** An image was written. */
  imageWritten(): void {
    this.#grown = 0;
  }

  /** Writes an image at the next quiet moment. */
  checkpointWhenIdle(): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(this.#checkpoint, IDLE).unref();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }
}
