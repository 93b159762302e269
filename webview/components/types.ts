import type { ComponentDescription } from "../../src/runtime/components/description.ts";
import type { Value } from "../../src/runtime/values/value.ts";

/** The card and the port that a value belongs to. The host needs both to find the value. */
export interface Place {
  readonly card: string;
  readonly port: string;
}

/** `typing` means that more edits may follow soon. Undefined restores the value that the code sets. */
export type Edit = (value: Value | undefined, how?: "typing" | "done") => void;

/** The properties of every component's view. */
export interface ComponentProps {
  readonly component: ComponentDescription;
  /** Undefined or null if there is no value yet. */
  readonly value: Value | undefined;
  /** For screen readers; the card shows the visible label. */
  readonly label: string;
  readonly place: Place;
  /** Left out if the value cannot be edited. */
  readonly edit?: Edit | undefined;
  /** Whether an editable text is as tall as it needs to be, instead of filling a room of a given height. */
  readonly fitsText?: boolean | undefined;
  /** Whether more of the value may follow. */
  readonly streaming?: boolean | undefined;
}
