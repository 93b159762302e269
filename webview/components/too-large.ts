import type { ComponentName } from "../../src/runtime/components/description.ts";
import { isFileRef, type Value } from "../../src/runtime/values/value.ts";

/** Entries of a value, however deep, that a view draws at once: each becomes elements of the page. */
const mostEntries = 5000;
/** Columns of a table; its rows are drawn as they come into view. */
const mostColumns = 300;
/** Characters of Markdown, without those of pictures in it. To parse them can take the square of their length. */
const longestMarkdown = 100_000;

/** These draw only what is in view, or one text. */
const drawsPart: ReadonlySet<ComponentName> = new Set<ComponentName>(["JSON", "Plot"]);
const drawsMarkdown: ReadonlySet<ComponentName> = new Set<ComponentName>(["Markdown", "Chatbot"]);

/** Whether a value is so large that its component would keep the page busy; then it is shown as data or text. */
export function tooLarge(component: ComponentName, value: Value): boolean {
  if (drawsPart.has(component)) return false;
  if (component === "Dataframe") return columnsOf(value) > mostColumns;
  const longest = drawsMarkdown.has(component) ? longestMarkdown : Infinity;
  const open: Value[] = [value];
  let entries = 0;
  let characters = 0;
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (typeof part === "string") characters += lengthOf(part, longest);
    if (characters > longest) return true;
    if (typeof part !== "object" || part === null || isFileRef(part)) continue;
    const parts = Object.values<Value>(part);
    entries += parts.length;
    if (entries > mostEntries) return true;
    for (const one of parts) open.push(one);
  }
  return false;
}

function lengthOf(text: string, longest: number): number {
  return text.length <= longest ? text.length : text.replace(/data:[\w/+;=,.-]*/g, "").length;
}

function columnsOf(value: Value): number {
  const { headers } = (value ?? {}) as { readonly headers?: Value };
  return Array.isArray(headers) ? headers.length : 0;
}
