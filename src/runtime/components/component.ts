/** Carries the type of a value; there is no such property at run time. */
export declare const value: unique symbol;

/**
 * How an input or output is shown on the canvas, made by `gr.Textbox(…)` and its like. As an input of a node it is an input on
 * the canvas; given to two inputs, the same object is one input that feeds both.
 */
export interface Component<out T> {
  readonly [value]: T;
  /** A typical value, made without network or files: what `node.test()` uses where no input is given. */
  exampleValue(): T;
}

/** Options that every component has, spelt as in Gradio but in camelCase. */
export interface CommonOptions {
  /** The title above it. @default the port's name */
  label?: string;
  /** False hides the title. @default true */
  showLabel?: boolean;
  /** False hides it on the canvas; the port can still be connected. @default true */
  visible?: boolean | "hidden";
  /** False shows it without a frame. @default true */
  container?: boolean;
  /** Its width relative to others. */
  scale?: number;
  /** The narrowest it may be, in pixels. */
  minWidth?: number;
  /** For looks in Gradio only. */
  elemId?: string;
  /** For looks in Gradio only. */
  elemClasses?: string | readonly string[];
}

/** Options of components that a person fills in. */
export interface InputOptions extends CommonOptions {
  /** A hint under the title. */
  info?: string;
  /** False makes it read-only. @default true for inputs */
  interactive?: boolean;
}
