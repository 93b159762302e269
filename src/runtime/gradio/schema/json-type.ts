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

/** A type with its references followed. `root` is where its definitions stand. */
function resolved(type: JsonType, root: JsonType): JsonType {
  let at = type;
  for (let hops = 0; at.$ref && hops < 16; hops += 1) {
    const next = root.$defs?.[at.$ref.split("/").at(-1) ?? ""];
    if (!next) return {};
    at = next;
  }
  return at;
}

/** The alternatives of a type, itself if it has none. */
export function alternatives(type: JsonType, root: JsonType): readonly JsonType[] {
  const at = resolved(type, root);
  const parts = at.anyOf ?? at.oneOf ?? at.allOf;
  return parts ? parts.flatMap((part) => alternatives(part, root)) : [at];
}

/** Whether a type is Gradio's description of a file. */
export function isFileType(type: JsonType): boolean {
  const fields = type.properties;
  return Boolean(fields && "path" in fields && "orig_name" in fields);
}

/** Whether a file may stand somewhere in a value of this type. */
export function holdsFile(
  type: JsonType,
  root: JsonType = type,
  seen: ReadonlySet<JsonType> = new Set(),
): boolean {
  return alternatives(type, root).some((at) => {
    if (isFileType(at)) return true;
    if (seen.has(at)) return false;
    const deeper = new Set(seen).add(at);
    const parts = [
      ...(at.items ? [at.items] : []),
      ...(at.prefixItems ?? []),
      ...Object.values(at.properties ?? {}),
    ];
    return parts.some((part) => holdsFile(part, root, deeper));
  });
}
