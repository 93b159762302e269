import { isFileRef } from "../../values/value.ts";
import type { Value } from "../../values/value.ts";
import { alternatives } from "./json-type.ts";
import type { JsonType } from "./json-type.ts";

// A type, not an interface: only a type alias is assignable to `Value`.
type Message = {
  readonly role: string;
  readonly content: Value;
};

type Part = Value;

/**
 * A chat in the form that an app wants. Messages have one content or a list of parts; Gradio 6 takes lists only, Gradio 5 and
 * 4.44 single contents only, and apps of either may still want pairs of what the user and the assistant said.
 */
export function chatToGradio(value: Value, type: JsonType): Value {
  if (!isList(value)) return value;
  const turn = alternatives(type, type).find((at) => at.items)?.items;
  if (!turn) return value;
  const forms = alternatives(turn, type);
  if (!value.every(isMessage)) return value;
  const messages = value;
  const content = forms.find((form) => form.properties?.["content"])?.properties?.["content"];
  if (!content) return pairsOf(messages);
  const takesLists = alternatives(content, type).some((form) => form.type === "array");
  const inForm = ({ content: said, ...rest }: Message): Message[] =>
    takesLists
      ? [{ ...rest, content: partsOf(said).map(asPart) }]
      : partsOf(said).map((part) => ({ ...rest, content: asContent(part) }));
  return messages.flatMap(inForm);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isMessage(value: Value): value is Message {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    "role" in value &&
    "content" in value
  );
}

function partsOf(content: Value): readonly Part[] {
  return Array.isArray(content) ? (content as readonly Part[]) : [content];
}

/** As one of a list of parts. */
function asPart(part: Part): Value {
  if (typeof part === "string") return { type: "text", text: part };
  if (isFileRef(part)) return { type: "file", file: part };
  return part;
}

/** As the only content. */
function asContent(part: Part): Value {
  if (isFileRef(part)) return { file: part };
  const { text } = (part ?? {}) as { readonly text?: Value };
  return typeof text === "string" ? text : part;
}

/** What was said by the user and, after it, by the assistant. */
function pairsOf(messages: readonly Message[]): Value {
  const pairs: [Value, Value][] = [];
  for (const { role, content } of messages) {
    for (const part of partsOf(content)) {
      const last = pairs.at(-1);
      if (role === "user") pairs.push([asContent(part), null]);
      else if (last?.[1] === null) last[1] = asContent(part);
      else pairs.push([null, asContent(part)]);
    }
  }
  return pairs;
}
