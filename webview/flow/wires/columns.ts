import type { Box } from "../overview.ts";

/** Boxes in the order of their left edges, so that those of a stretch are found without a look at all of them. */
export class Columns {
  readonly #boxes: readonly Box[];
  readonly #widest: number;

  constructor(boxes: readonly Box[]) {
    this.#boxes = [...boxes].sort((one, other) => one.x - other.x);
    this.#widest = boxes.reduce((most, { width }) => Math.max(most, width), 0);
  }

  /** The boxes that reach into the stretch between two x. */
  between(left: number, right: number): readonly Box[] {
    const found: Box[] = [];
    for (let at = this.#firstAfter(left - this.#widest); at < this.#boxes.length; at++) {
      const box = this.#boxes[at]!;
      if (box.x >= right) break;
      if (box.x + box.width > left) found.push(box);
    }
    return found;
  }

  /** By halving: the index of the first box that begins after an x. */
  #firstAfter(x: number): number {
    let [low, high] = [0, this.#boxes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#boxes[middle]!.x > x) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
