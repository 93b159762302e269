import type { Value } from "../values/value.ts";
import type { CommonOptions } from "./component.ts";
import type { FileShape } from "./file-positions.ts";
import type { ComponentName } from "./description.ts";
import type { Options } from "./option.ts";
import type { ValueCheck } from "./value-checks.ts";

/** What kind of value a component carries. The canvas gives each family a colour. */
export type ComponentFamily = "text" | "number" | "flag" | "image" | "audio" | "video" | "file" | "data";

/** How much room a component takes in a card, before its options are looked at. Heights are pixels, without the label. */
export interface CardSize {
  /** Height as something to edit. */
  readonly input: number;
  /** Height as something that shows a result. */
  readonly output: number;
  /** Whether it gets more room when a person makes its card taller. */
  readonly grows: boolean;
  /** Whether it is easier to use in a wider card. */
  readonly wide?: boolean;
  /** What else its height depends on: its `lines` or its `choices`. */
  readonly fit?: "text lines" | "code lines" | "choices";
}

/** Everything that the product knows of one component. */
export interface ComponentSpec<O extends CommonOptions = CommonOptions> {
  readonly name: ComponentName;
  /** What it is, in one sentence. */
  readonly about: string;
  readonly options: Options<O>;
  /** Its value as workflow code sees it: the type in TypeScript's notation, and what it means. */
  readonly value: { readonly type: string; readonly about: string };
  /** Whether a person can fill it in; the others only show a value. */
  readonly input: boolean;
  readonly family: ComponentFamily | ((options: O) => ComponentFamily);
  /** It never stands empty: `value: null` is as if it was left out, as in Gradio. */
  readonly neverEmpty?: true;
  readonly card: CardSize;
  /** Where files are in its value. */
  files(options: O): FileShape;
  /** Looks at a value that is not null: null is "nothing yet", and fits every component. */
  check(options: O): ValueCheck;
  /** A typical value. Files are data URLs. */
  example(options: O): Value;
  /** The value of an input that nobody touched and that has no `value` option. */
  initial(options: O): Value;
  /** Turns forms that older versions of Gradio send, or shorter ones, into the documented form; others pass. */
  upgrade?(value: Value, options: Partial<O>): Value;
}

/** Only for the compiler: options of a family's components are checked against their public interface. */
export function spec<O extends CommonOptions>(definition: ComponentSpec<O>): ComponentSpec<O> {
  return definition;
}
