import { reservedPorts } from "../../daggr/reserved.ts";
import type { ReturnInfo } from "../../gradio/schema/api-info.ts";
import { looksLikeInteger } from "../../daggr/reserved.ts";

/** A name for the port of a return value: after its label, else its component, never one that is taken. */
export function portName(
  { label, component }: ReturnInfo,
  place: number,
  taken: ReadonlySet<string>,
): string {
  const isMade = /^(value|component|parameter|output)[_ ]?\d*$/i.test(label);
  const words = camelCase(isMade || label === "" ? component : label);
  const base = words === "" || looksLikeInteger(words) || words.length > 30 ? `output${place + 1}` : words;
  const clear = reservedPorts.has(base) ? `${base}Value` : base;
  let name = clear;
  for (let number = 2; taken.has(name); number++) name = `${clear}${number}`;
  return name;
}

/** `Generated Image` → `generatedImage` */
export function camelCase(text: string): string {
  const words = text.normalize("NFKD").match(/[A-Za-z0-9]+/g) ?? [];
  const name = words
    .map((word, index) => (index === 0 ? lowerFirst(word) : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  return /^\d/.test(name) ? `_${name}` : name;
}

function lowerFirst(word: string): string {
  // `JSON` → `json`, `URLOfImage` stays readable as `urlOfImage`.
  if (word === word.toUpperCase()) return word.toLowerCase();
  return word.charAt(0).toLowerCase() + word.slice(1);
}
