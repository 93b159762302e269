import type { CommonOptions, Component, InputOptions } from "../component.ts";
import { noFiles } from "../file-positions.ts";
import {
  commonOptions,
  data,
  flag,
  inputOptions,
  length,
  listOf,
  number,
  oneOf,
  text,
  type Options,
} from "../option.ts";
import { isText } from "../value-checks.ts";
import { spec } from "../spec.ts";

/** Options of `gr.Textbox`, `gr.Text` and `gr.TextArea`. */
export interface TextboxOptions extends InputOptions {
  /** The text it starts with. @default "" */
  value?: string | null;
  /** @default "text" */
  type?: "text" | "password" | "email";
  /** Lines that are visible. @default 1, of a TextArea 7 */
  lines?: number;
  /** Lines up to which it grows. @default 20 */
  maxLines?: number;
  /** Shown while it is empty. */
  placeholder?: string;
  /** The longest text that can be typed, in characters. */
  maxLength?: number;
  autofocus?: boolean;
  autoscroll?: boolean;
  textAlign?: "left" | "right";
  /** Right to left. */
  rtl?: boolean;
  buttons?: readonly "copy"[];
  submitBtn?: string | boolean;
  stopBtn?: string | boolean;
}

/** Options of `gr.Code`. */
export interface CodeOptions extends InputOptions {
  /** The code it starts with. @default "" */
  value?: string | null;
  /** For highlighting: "python", "typescript", "json", "markdown" … */
  language?: string;
  /** @default 5 */
  lines?: number;
  maxLines?: number;
  wrapLines?: boolean;
  /** @default true */
  showLineNumbers?: boolean;
  autocomplete?: boolean;
  buttons?: readonly ("copy" | "download")[];
}

/** Options of `gr.Markdown`. */
export interface MarkdownOptions extends CommonOptions {
  value?: string | null;
  rtl?: boolean;
  /** @default true */
  sanitizeHtml?: boolean;
  lineBreaks?: boolean;
  headerLinks?: boolean;
  latexDelimiters?: readonly { left: string; right: string; display: boolean }[];
  height?: number | string;
  maxHeight?: number | string;
  minHeight?: number | string;
  buttons?: readonly "copy"[];
  padding?: boolean;
}

/** Options of `gr.HTML`. */
export interface HtmlOptions extends CommonOptions {
  value?: string | null;
  /** Pixels. */
  minHeight?: number;
  /** Pixels. */
  maxHeight?: number;
  padding?: boolean;
  autoscroll?: boolean;
}

/** Options of `gr.ColorPicker`. */
export interface ColorPickerOptions extends InputOptions {
  /** Such as "#ff8800". @default "#000000" */
  value?: string | null;
}

export interface TextComponents {
  /** A line of text, or with `lines` several. Value: text. */
  Textbox(options?: TextboxOptions): Component<string>;
  /** A box of several lines of text. Value: text. */
  TextArea(options?: TextboxOptions): Component<string>;
  /** The same as `gr.Textbox`. Value: text. */
  Text(options?: TextboxOptions): Component<string>;
  /** Source code with highlighting. Value: text. */
  Code(options?: CodeOptions): Component<string>;
  /** Rendered Markdown. Value: its source. */
  Markdown(options?: MarkdownOptions): Component<string>;
  /** Rendered HTML, in a sandboxed frame. Value: its source. */
  HTML(options?: HtmlOptions): Component<string>;
  /** A colour. Value: text such as "#ff8800". */
  ColorPicker(options?: ColorPickerOptions): Component<string>;
}

const textboxOptions: Options<TextboxOptions> = {
  ...inputOptions,
  value: text,
  type: oneOf("text", "password", "email"),
  lines: number,
  maxLines: number,
  placeholder: text,
  maxLength: number,
  autofocus: flag,
  autoscroll: flag,
  textAlign: oneOf("left", "right"),
  rtl: flag,
  buttons: listOf(oneOf("copy")),
  submitBtn: data("string | boolean"),
  stopBtn: data("string | boolean"),
};

const textual = { files: () => noFiles, check: () => isText, initial: () => "" };

const textbox = {
  ...textual,
  options: textboxOptions,
  value: { type: "string", about: "the text" },
  input: true,
  example: () => "Hello!!",
};

export const textSpecs = {
  Textbox: spec<TextboxOptions>({
    ...textbox,
    name: "Textbox",
    family: "text",
    card: { input: 28, output: 64, grows: true, fit: "text lines" },
    about: "A line of text, or several.",
  }),
  TextArea: spec<TextboxOptions>({
    ...textbox,
    name: "TextArea",
    family: "text",
    card: { input: 64, output: 64, grows: true, fit: "text lines" },
    about: "A box of several lines of text.",
  }),
  Text: spec<TextboxOptions>({
    ...textbox,
    name: "Text",
    family: "text",
    card: { input: 28, output: 64, grows: true, fit: "text lines" },
    about: "The same as Textbox.",
  }),
  Code: spec<CodeOptions>({
    ...textual,
    name: "Code",
    about: "Source code with highlighting.",
    options: {
      ...inputOptions,
      value: text,
      language: text,
      lines: number,
      maxLines: number,
      wrapLines: flag,
      showLineNumbers: flag,
      autocomplete: flag,
      buttons: listOf(oneOf("copy", "download")),
    },
    value: { type: "string", about: "the source code" },
    input: true,
    family: "text",
    card: { input: 130, output: 130, grows: true, wide: true, fit: "code lines" },
    example: () => "print('Hello World')",
  }),
  Markdown: spec<MarkdownOptions>({
    ...textual,
    name: "Markdown",
    about: "Rendered Markdown.",
    options: {
      ...commonOptions,
      value: text,
      rtl: flag,
      sanitizeHtml: flag,
      lineBreaks: flag,
      headerLinks: flag,
      latexDelimiters: data("{ left: string; right: string; display: boolean }[]"),
      height: length,
      maxHeight: length,
      minHeight: length,
      buttons: listOf(oneOf("copy")),
      padding: flag,
    },
    value: { type: "string", about: "the Markdown source" },
    input: false,
    family: "text",
    card: { input: 110, output: 110, grows: true },
    example: () => "# Hello!",
  }),
  HTML: spec<HtmlOptions>({
    ...textual,
    name: "HTML",
    about: "Rendered HTML, in a sandboxed frame.",
    options: {
      ...commonOptions,
      value: text,
      minHeight: number,
      maxHeight: number,
      padding: flag,
      autoscroll: flag,
    },
    value: { type: "string", about: "the HTML source" },
    input: false,
    family: "text",
    card: { input: 110, output: 110, grows: true },
    example: () => "<p>Hello</p>",
  }),
  ColorPicker: spec<ColorPickerOptions>({
    ...textual,
    name: "ColorPicker",
    about: "A colour.",
    options: { ...inputOptions, value: text },
    value: { type: "string", about: 'the colour, such as `"#ff8800"`' },
    input: true,
    family: "text",
    card: { input: 28, output: 28, grows: false },
    example: () => "#000000",
    initial: () => "#000000",
  }),
};
