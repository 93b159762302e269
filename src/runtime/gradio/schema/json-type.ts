import type { Json } from "../../values/value.ts";

/** The part of JSON Schema that Gradio describes its values with. */
export interface JsonType {
  readonly type?: string | JsonType | Readonly<Record<string, never>>;
  readonly title?: string;
  readonly description?: string | null;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly items?: JsonType;
  readonly prefixItems?: readonly JsonType[];
  readonly anyOf?: readonly JsonType[];
  readonly oneOf?: readonly JsonType[];
  readonly allOf?: readonly JsonType[];
  readonly properties?: Readonly<Record<string, JsonType>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonType;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonType>>;
}

/** Alternatives of one type that are told apart. Types with more are of any kind. */
const maxAlternatives = 1_000;

/** A type with its references followed. `root` is where its definitions stand. */
export function resolved(type: JsonType, root: JsonType): JsonType {
  let at = type;
  for (let hops = 0; at.$ref && hops < 16; hops += 1) {
    const name = at.$ref.split("/").at(-1) ?? "";
    const next = root.$defs && Object.hasOwn(root.$defs, name) ? root.$defs[name] : undefined;
    if (!next) return {};
    at = next;
  }
  return at;
}

/**
 * The alternatives of a type, itself if it has none. Each part is looked at once: with references, a short type can have more
 * ways through it than there is time for.
 */
export function alternatives(type: JsonType, root: JsonType): readonly JsonType[] {
  const found: JsonType[] = [];
  const seen = new Set<JsonType>();
  const waiting = [type];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const at = resolved(next, root);
    if (seen.has(at)) continue;
    seen.add(at);
    const parts = at.anyOf ?? at.oneOf ?? at.allOf;
    if (seen.size + (parts?.length ?? 0) > maxAlternatives) return [{}];
    if (parts) waiting.push(...parts.toReversed());
    else found.push(at);
  }
  return found;
}

/** The listed values of a choice or of a list of choices. */
export function allowedValues(type: JsonType): readonly Json[] | undefined {
  const parts = alternatives(type, type);
  const lists = parts.flatMap((part) => part.enum ?? part.items?.enum ?? []);
  return lists.length > 0 ? lists : undefined;
}

/** Whether a type is Gradio's description of a file. */
export function isFileType(type: JsonType): boolean {
  const fields = type.properties;
  return Boolean(fields && "path" in fields && "orig_name" in fields);
}

/** Whether a file may stand somewhere in a value of this type. */
export function holdsFile(type: JsonType, root: JsonType = type): boolean {
  const seen = new Set<JsonType>();
  const waiting = [type];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const at = resolved(next, root);
    if (isFileType(at)) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    const lists = [at.anyOf ?? at.oneOf ?? at.allOf, at.prefixItems, Object.values(at.properties ?? {})];
    for (const part of lists.flatMap((list) => list ?? [])) waiting.push(part);
    if (at.items) waiting.push(at.items);
  }
  return false;
}
