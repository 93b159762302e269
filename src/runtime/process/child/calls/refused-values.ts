import { type Class, parseExpressionAt } from "acorn";

/** What a value is that JSON would empty or change, and what to return instead. Undefined for plain data. */
export function refusal(value: object): string | undefined {
  if (value instanceof Promise || typeof (value as { then?: unknown }).then === "function") {
    return "a promise. Did you forget to await it?";
  }
  const tag = Object.prototype.toString.call(value).slice("[object ".length, -1);
  if (ArrayBuffer.isView(value) || binary.has(tag)) {
    return `binary data (${nameOf(value)}). Write it to a file in context.files and return the file's path.`;
  }
  const known = Object.hasOwn(cures, tag) ? cures[tag] : undefined;
  if (known !== undefined) return known;
  if (value instanceof Error) return `an error (${value.message}). Throw it instead, or return its message.`;
  if (value instanceof Date && Number.isNaN(value.getTime()))
    return "an invalid date. Check what the Date was made of, or return null.";
  if (typeof (value as { pipe?: unknown }).pipe === "function")
    return `a stream (${nameOf(value)}). Read it, as in (await value.toArray()).join(""), or write it to a file in context.files.`;
  const isList = Array.isArray(value) || value instanceof String;
  if (Symbol.asyncIterator in value || (Symbol.iterator in value && !isList)) {
    return "an iterator. Return an array: [...values].";
  }
  return undefined;
}

/** The same for objects that do not say by `toJSON` what they are. */
export function hiddenData(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || prototype === Object.prototype || Array.isArray(value)) return undefined;
  const hidden = new Set<string>();
  for (const made of constructors(prototype)) for (const name of privateFields(made)) hidden.add(name);
  const advice = "Return an object with what the next step needs, or give the class a toJSON().";
  const name = nameOf(value);
  const article = /^[AEIOU]/.test(name) ? "an" : "a";
  if (hidden.size > 0)
    return `${article} ${name} with private fields (${[...hidden].join(", ")}), which would be lost. ${advice}`;
  const isNative = constructors(prototype).some((made) => isBuiltIn(made));
  return isNative && Object.keys(value).length === 0
    ? `${article} ${name}, whose data cannot be seen from outside. Return an object with what the next step needs.`
    : undefined;
}

const binary = new Set(["ArrayBuffer", "SharedArrayBuffer", "Blob", "File"]);

/** By the name that a value gives itself, since libraries have such classes of their own. */
const cures: Readonly<Record<string, string>> = {
  Response:
    "a Response, whose content was not read. Return await response.json(), or await response.text(); " +
    "write other content to a file in context.files.",
  Request: "a Request, whose content was not read. Return await request.json(), or its url.",
  Headers: "Headers. Return Object.fromEntries(headers), or headers.get(…) of one.",
  FormData: "FormData. Return Object.fromEntries(form), or form.get(…) of one field.",
  URLSearchParams: "URLSearchParams. Return Object.fromEntries(params), or String(params).",
  ReadableStream: "a ReadableStream. Read it: await new Response(stream).text(), or .json().",
  WritableStream: "a WritableStream. Return what was written to it.",
  TransformStream: "a TransformStream. Read its readable side: await new Response(stream.readable).text().",
  Map: "a Map. Return Object.fromEntries(…) of it.",
  Set: "a Set. Return an array: [...set].",
  WeakMap:
    "a WeakMap, whose entries nobody can list. Return an object or an array of what the next step needs.",
  WeakSet: "a WeakSet, whose entries nobody can list. Return an array of what the next step needs.",
  WeakRef: "a WeakRef. Return what it refers to: ref.deref().",
  RegExp: "a RegExp. Return String(…) of it, or its source.",
};

function nameOf(value: object): string {
  const tag = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  const name = (value as { constructor?: { name?: unknown } }).constructor?.name;
  if (typeof name !== "string") return "object";
  // Such as Intl.DateTimeFormat, whose function is called DateTimeFormat only.
  return typeof tag === "string" && tag.endsWith(`.${name}`) ? tag : name || "object";
}

type Constructor = (...args: never[]) => unknown;

function constructors(prototype: object): readonly Constructor[] {
  const found: Constructor[] = [];
  let next: object | null = prototype;
  while (next !== null && next !== Object.prototype) {
    const made = Object.getOwnPropertyDescriptor(next, "constructor")?.value as unknown;
    if (typeof made === "function") found.push(made as Constructor);
    next = Object.getPrototypeOf(next) as object | null;
  }
  return found;
}

function isBuiltIn(made: Constructor): boolean {
  return Function.prototype.toString.call(made).endsWith("{ [native code] }");
}

const known = new WeakMap<Constructor, readonly string[]>();

/** The `#fields` of a class's instances, which only its source shows. */
function privateFields(made: Constructor): readonly string[] {
  let fields = known.get(made);
  if (fields === undefined)
    known.set(made, (fields = readPrivateFields(Function.prototype.toString.call(made))));
  return fields;
}

function readPrivateFields(source: string): readonly string[] {
  if (!/^class\b/.test(source) || !source.includes("#")) return [];
  try {
    const parsed = parseExpressionAt(source, 0, {
      ecmaVersion: "latest",
      sourceType: "module",
      checkPrivateFields: false,
    });
    if (parsed.type !== "ClassExpression") return [];
    return (parsed as Class).body.body.flatMap((member) =>
      member.type === "PropertyDefinition" && !member.static && member.key.type === "PrivateIdentifier"
        ? [`#${member.key.name}`]
        : [],
    );
  } catch {
    // Syntax that only the running Node knows.
    return [];
  }
}
