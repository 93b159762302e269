import { isFileRef, type Value } from "../../values/value.ts";

/** Values looked at in a list, and fields named of an object. */
const sample = 100;
const deepest = 6;

/** The shape of a value as a TypeScript type, such as `{ image: string; scores: number[] }`. Files are paths: strings. */
export function typeText(value: Value): string {
  return print(shapeOf(value, 0));
}

type Shape =
  | { readonly kind: "plain"; readonly name: string }
  | { readonly kind: "list"; readonly of: readonly Shape[] }
  | {
      readonly kind: "object";
      readonly fields: ReadonlyMap<string, { readonly of: readonly Shape[]; readonly always: boolean }>;
    };

const plain = (name: string): Shape => ({ kind: "plain", name });

function shapeOf(value: Value, depth: number): Shape {
  if (value === null) return plain("null");
  if (typeof value !== "object") return plain(typeof value);
  if (isFileRef(value)) return plain("string");
  if (depth >= deepest) return plain("unknown");
  if (Array.isArray(value)) {
    return {
      kind: "list",
      of: merge(value.slice(0, sample).map((item) => shapeOf(item as Value, depth + 1))),
    };
  }
  const fields = Object.entries(value as Readonly<Record<string, Value>>).slice(0, sample);
  return {
    kind: "object",
    fields: new Map(fields.map(([name, part]) => [name, { of: [shapeOf(part, depth + 1)], always: true }])),
  };
}

/** Alternatives, with all objects as one whose fields may be missing, and all lists as one. */
function merge(shapes: readonly Shape[]): Shape[] {
  const plains = new Map<string, Shape>();
  const items: Shape[] = [];
  let lists = 0;
  const objects: (Shape & { kind: "object" })[] = [];
  for (const shape of shapes) {
    if (shape.kind === "plain") plains.set(shape.name, shape);
    else if (shape.kind === "object") objects.push(shape);
    else {
      lists++;
      items.push(...shape.of);
    }
  }
  const merged: Shape[] = [...plains.values()];
  if (lists > 0) merged.push({ kind: "list", of: merge(items) });
  if (objects.length > 0) merged.push(mergeObjects(objects));
  return merged;
}

function mergeObjects(objects: readonly (Shape & { kind: "object" })[]): Shape {
  const names = new Set(objects.flatMap(({ fields }) => [...fields.keys()]));
  const fields = [...names].map((name) => {
    const having = objects.flatMap((object) => object.fields.get(name) ?? []);
    const always = having.length === objects.length && having.every((field) => field.always);
    return [name, { of: merge(having.flatMap(({ of }) => of)), always }] as const;
  });
  return { kind: "object", fields: new Map(fields) };
}

function print(shape: Shape): string {
  if (shape.kind === "plain") return shape.name;
  if (shape.kind === "list") {
    const of = union(shape.of);
    return of.includes(" | ") ? `(${of})[]` : `${of}[]`;
  }
  if (shape.fields.size === 0) return "Record<string, unknown>";
  const fields = [...shape.fields].map(
    ([name, { of, always }]) => `${property(name)}${always ? "" : "?"}: ${union(of)}`,
  );
  return `{ ${fields.join("; ")} }`;
}

function union(shapes: readonly Shape[]): string {
  if (shapes.length === 0) return "unknown";
  const texts = shapes.map(print);
  // "null" reads best at the end.
  return [...texts.filter((text) => text !== "null"), ...texts.filter((text) => text === "null")].join(" | ");
}

function property(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
