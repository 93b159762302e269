import { isFileRef, type Value } from "../../values/value.ts";
import type { CommonOptions, Component, InputOptions } from "../component.ts";
import { exampleImage } from "../examples.ts";
import { fieldFiles, fileOf, filesIn, noFiles, type FileShape } from "../file-positions.ts";
import {
  commonOptions,
  data,
  flag,
  inputOptions,
  length,
  listOf,
  mapOf,
  number,
  oneOf,
  text,
} from "../option.ts";
import { anyOf, hasFields, isAFile, isAnything, isListOf, isOneOf, isText } from "../value-checks.ts";
import { spec } from "../spec.ts";
import type { ChatMessage, DialogueLine, MultimodalValue } from "../values.ts";

/** Options of `gr.Chatbot`. */
export interface ChatbotOptions extends CommonOptions {
  value?: readonly ChatMessage[] | null;
  autoscroll?: boolean;
  /** Pixels, or CSS. @default 400 */
  height?: number | string;
  maxHeight?: number | string;
  minHeight?: number | string;
  resizable?: boolean;
  latexDelimiters?: readonly { left: string; right: string; display: boolean }[];
  rtl?: boolean;
  /** Paths of the user's and the assistant's picture. */
  avatarImages?: readonly [string | null, string | null];
  /** @default true */
  sanitizeHtml?: boolean;
  /** @default true */
  renderMarkdown?: boolean;
  /** @default true */
  lineBreaks?: boolean;
  layout?: "panel" | "bubble";
  placeholder?: string;
  groupConsecutiveMessages?: boolean;
  allowTags?: boolean | readonly string[];
  reasoningTags?: readonly (readonly [string, string])[];
  buttons?: readonly ("share" | "copy" | "copy_all")[];
}

/** Options of `gr.MultimodalTextbox`. */
export interface MultimodalTextboxOptions extends InputOptions {
  /** Text, or text with files. */
  value?: string | MultimodalValue | null;
  sources?: readonly ("upload" | "microphone")[];
  /** Such as "image", ".pdf". @default all */
  fileTypes?: readonly string[];
  /** @default "single" */
  fileCount?: "single" | "multiple" | "directory";
  lines?: number;
  maxLines?: number;
  placeholder?: string;
  autofocus?: boolean;
  autoscroll?: boolean;
  textAlign?: "left" | "right";
  rtl?: boolean;
  maxPlainTextLength?: number;
  submitBtn?: string | boolean;
  stopBtn?: string | boolean;
}

/** Options of `gr.Dialogue`. */
export interface DialogueOptions extends InputOptions {
  value?: readonly DialogueLine[] | null;
  /** The names to choose from. */
  speakers?: readonly string[];
  /** Such as "laughs", offered after a colon. */
  tags?: readonly string[];
  separator?: string;
  /** Speaker → colour. */
  colorMap?: Readonly<Record<string, string>>;
  placeholder?: string;
  autofocus?: boolean;
  autoscroll?: boolean;
  maxLines?: number;
  uiMode?: "dialogue" | "text" | "both";
  submitBtn?: string | boolean;
  buttons?: readonly "copy"[];
}

export interface ChatComponents {
  /** A chat. Value: its messages. */
  Chatbot(options?: ChatbotOptions): Component<ChatMessage[]>;
  /** Text with files. Value: the text and the paths of the files. */
  MultimodalTextbox(options?: MultimodalTextboxOptions): Component<MultimodalValue>;
  /** Lines of several speakers. Value: the list of the lines. */
  Dialogue(options?: DialogueOptions): Component<DialogueLine[]>;
}

const part: FileShape = fieldFiles({ file: fileOf("any") });

export const chatSpecs = {
  Chatbot: spec<ChatbotOptions>({
    name: "Chatbot",
    about: "A chat.",
    options: {
      ...commonOptions,
      value: data("ChatMessage[]"),
      autoscroll: flag,
      height: length,
      maxHeight: length,
      minHeight: length,
      resizable: flag,
      latexDelimiters: data("{ left: string; right: string; display: boolean }[]"),
      rtl: flag,
      avatarImages: data("[string | null, string | null]"),
      sanitizeHtml: flag,
      renderMarkdown: flag,
      lineBreaks: flag,
      layout: oneOf("panel", "bubble"),
      placeholder: text,
      groupConsecutiveMessages: flag,
      allowTags: data("boolean | string[]"),
      reasoningTags: data("[string, string][]"),
      buttons: listOf(oneOf("share", "copy", "copy_all")),
    },
    value: {
      type: "ChatMessage[]",
      about: "list of `{ role, content }`; content is text, a part (text, file) or a list of parts",
    },
    input: false,
    family: "data",
    card: { input: 220, output: 220, grows: true, wide: true },
    files: () => filesIn(fieldFiles({ content: { kind: "oneOf", shapes: [filesIn(part), part] } })),
    check: () =>
      isListOf(
        hasFields({ role: isOneOf(["user", "assistant", "system"]), content: isAnything }),
        "messages",
      ),
    example: () => [
      { role: "user", content: "Hello!" },
      { role: "assistant", content: "How can I help you?" },
    ],
    initial: () => [],
    upgrade: (value) => (Array.isArray(value) ? (value as Value[]).flatMap(messagesOf) : value),
  }),
  MultimodalTextbox: spec<MultimodalTextboxOptions>({
    name: "MultimodalTextbox",
    about: "Text with files.",
    options: {
      ...inputOptions,
      value: data("string | MultimodalValue"),
      sources: listOf(oneOf("upload", "microphone")),
      fileTypes: listOf(text),
      fileCount: oneOf("single", "multiple", "directory"),
      lines: number,
      maxLines: number,
      placeholder: text,
      autofocus: flag,
      autoscroll: flag,
      textAlign: oneOf("left", "right"),
      rtl: flag,
      maxPlainTextLength: number,
      submitBtn: data("string | boolean"),
      stopBtn: data("string | boolean"),
    },
    value: { type: "MultimodalValue", about: "`{ text, files }`: the text, and paths of files" },
    input: true,
    family: "data",
    card: { input: 84, output: 84, grows: true },
    files: () => fieldFiles({ files: filesIn(fileOf("any")) }),
    check: () => hasFields({ text: isText, "files?": isListOf(isAFile("a file"), "files") }),
    example: () => ({ text: "Describe this image", files: [exampleImage] }),
    initial: () => ({ text: "", files: [] }),
    upgrade: (value) => (typeof value === "string" ? { text: value, files: [] } : value),
  }),
  Dialogue: spec<DialogueOptions>({
    name: "Dialogue",
    about: "Lines of several speakers.",
    options: {
      ...inputOptions,
      value: data("DialogueLine[]"),
      speakers: listOf(text),
      tags: listOf(text),
      separator: text,
      colorMap: mapOf(text),
      placeholder: text,
      autofocus: flag,
      autoscroll: flag,
      maxLines: number,
      uiMode: oneOf("dialogue", "text", "both"),
      submitBtn: data("string | boolean"),
      buttons: listOf(oneOf("copy")),
    },
    value: {
      type: "DialogueLine[]",
      about: "list of `{ speaker, text }`; text where a Space has no speakers",
    },
    input: true,
    family: "data",
    card: { input: 150, output: 130, grows: true, wide: true },
    files: () => noFiles,
    check: () => anyOf(isListOf(hasFields({ speaker: isText, text: isText }), "lines"), isText),
    example: () => [
      { speaker: "Speaker 1", text: "Hello, how are you?" },
      { speaker: "Speaker 2", text: "I'm fine, thank you!" },
    ],
    initial: () => [],
  }),
};

/** Gradio 4 sends pairs of what the user and the assistant said; a pair may lack either. */
function messagesOf(entry: Value): Value[] {
  if (!Array.isArray(entry)) return [entry];
  const [user = null, assistant = null] = entry as Value[];
  const messages = [
    { role: "user", content: contentOf(user) },
    { role: "assistant", content: contentOf(assistant) },
  ];
  return messages.filter((message) => message.content !== null);
}

function contentOf(said: Value): Value {
  if (isFileRef(said)) return { type: "file", file: said };
  if (Array.isArray(said)) return contentOf((said as Value[])[0] ?? null);
  if (typeof said === "object" && said !== null && "file" in said) return { ...said, type: "file" };
  return said;
}
