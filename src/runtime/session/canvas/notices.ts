import { redact } from "../../failures/redact.ts";
import type { Notice, NoticeAction } from "../../protocol/canvas.ts";

/** Why a notice is shown; all notices of one group go together when it is over. */
export type NoticeGroup = "load" | "layout" | "store" | "run" | "other";

/** What a person should read, until it is dismissed or over. */
export class Notices {
  readonly #notices = new Map<string, Notice>();

  constructor(private readonly changed: () => void) {}

  get list(): readonly Notice[] {
    return [...this.#notices.values()];
  }

  /** Returns the id of the notice. `actions`: buttons besides the one that dismisses it. */
  add(
    level: Notice["level"],
    said: string,
    group: NoticeGroup = "other",
    actions: readonly NoticeAction[] = [],
  ): string {
    const text = redact(said);
    const id = `${group} ${text}`;
    const dismiss: NoticeAction = { type: "dismiss", title: "Dismiss" };
    this.#notices.set(id, { id, level, text, actions: [...actions, dismiss] });
    this.changed();
    return id;
  }

  dismiss(id: string): void {
    if (this.#notices.delete(id)) this.changed();
  }

  over(group: NoticeGroup): void {
    const ids = [...this.#notices.keys()].filter((id) => id.startsWith(`${group} `));
    for (const id of ids) this.#notices.delete(id);
    if (ids.length > 0) this.changed();
  }
}
