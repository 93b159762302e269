import { isFileRef, type FileRef, type Value } from "../../../src/runtime/values/value.ts";

export type ChatPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "file"; readonly file: FileRef }
  | { readonly kind: "other"; readonly value: Value };

export interface ChatMessage {
  readonly role: string;
  /** The title of a thought, which is shown folded. */
  readonly title?: string;
  readonly parts: readonly ChatPart[];
}

/** The messages of a Chatbot's value, as they are drawn. */
export function messagesOf(value: Value | undefined): ChatMessage[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Value[]).map((entry) => {
    const message = (entry ?? {}) as Readonly<Record<string, Value>>;
    const title = (message["metadata"] as Readonly<Record<string, Value>> | null | undefined)?.["title"];
    const content = message["content"] ?? "";
    const parts = (Array.isArray(content) ? (content as readonly Value[]) : [content]).map(partOf);
    return {
      role: typeof message["role"] === "string" ? message["role"] : "assistant",
      parts,
      ...(typeof title === "string" && { title }),
    };
  });
}

function partOf(content: Value): ChatPart {
  if (typeof content === "string") return { kind: "text", text: content };
  if (isFileRef(content)) return { kind: "file", file: content };
  if (typeof content === "object" && content !== null && !Array.isArray(content)) {
    const { text, file } = content as Readonly<Record<string, Value>>;
    if (typeof text === "string") return { kind: "text", text };
    if (isFileRef(file)) return { kind: "file", file };
  }
  return { kind: "other", value: content };
}
