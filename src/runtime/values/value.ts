/** Plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A file as the engine, the sheets and the canvas know it: by content, so that equal files are one file and a sheet can move
 * to another machine. Workflow code never sees it; there a file is a path string (see `files/`).
 */
export interface FileRef {
  /** SHA-256 of the content, 64 hexadecimal digits. */
  readonly $file: string;
  /** The file's own name without folders, as the person or the Space gave it. */
  readonly name: string;
  readonly mime: string;
  /** Bytes. */
  readonly size: number;
}

/** A value that travels between nodes: JSON in which files are references by content. */
export type Value =
  null | boolean | number | string | FileRef | readonly Value[] | { readonly [key: string]: Value };

/** Values by port or input name. */
export type Values = Readonly<Record<string, Value>>;

const SHA256 = /^[0-9a-f]{64}$/;

/** Whether a value is a file reference: its exact shape is checked, since user data may have a `$file` of its own. */
export function isFileRef(value: unknown): value is FileRef {
  if (typeof value !== "object" || value === null || !("$file" in value)) return false;
  const ref = value as Record<string, unknown>;
  return (
    typeof ref["$file"] === "string" &&
    SHA256.test(ref["$file"]) &&
    typeof ref["name"] === "string" &&
    typeof ref["mime"] === "string" &&
    typeof ref["size"] === "number"
  );
}

/** Every file a value refers to, each occurrence once, in order. */
export function* filesIn(value: Value): Generator<FileRef> {
  if (typeof value !== "object" || value === null) return;
  if (isFileRef(value)) yield value;
  else for (const part of Object.values(value)) yield* filesIn(part);
}

/** Sets a property that may have any name: an assignment to `__proto__` would set the prototype instead. */
export function setOwn<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
