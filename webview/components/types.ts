import type { ComponentDescription } from "../../src/runtime/components/description.ts";
import type { Value } from "../../src/runtime/values/value.ts";

/** In which card, and there under which port, a value stands: what the host needs to find it. */
export interface Place {
  readonly card: string;
  readonly port: string;
}

/** `typing`: more will follow in a moment. Undefined goes back to the value in the code. */
export type Edit = (value: Value | undefined, how?: "typing" | "done") => void;

/** What every component is given. */
export interface ComponentProps {
  readonly component: ComponentDescription;
  /** Undefined or null: there is none yet. */
  readonly value: Value | undefined;
  /** For screen readers; the visible label is the card's. */
  readonly label: string;
  readonly place: Place;
  /** Left out: the value is only shown. */
  readonly edit?: Edit | undefined;
  /** More of it may be coming. */
  readonly streaming?: boolean | undefined;
}
