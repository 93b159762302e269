import { isFileRef, type Value } from "../../../src/runtime/values/value.ts";

/** One line of the tree. `path` joins the keys that lead to it. */
export interface JsonRow {
  readonly path: string;
  readonly depth: number;
  readonly key: string;
  readonly kind: "branch" | "leaf";
  readonly text: string;
  readonly type: "string" | "number" | "boolean" | "null" | "file" | "branch";
  readonly open: boolean;
}

/** The visible lines of the tree. Closed branches are not visited, so that large data is cheap. */
export function jsonRows(value: Value, isOpen: (path: string, depth: number) => boolean): JsonRow[] {
  const rows: JsonRow[] = [];
  const visit = (key: string, part: Value, depth: number, path: string) => {
    if (typeof part !== "object" || part === null || isFileRef(part)) {
      rows.push({ path, depth, key, kind: "leaf", open: false, ...leaf(part) });
      return;
    }
    const open = isOpen(path, depth);
    rows.push({ path, depth, key, kind: "branch", type: "branch", open, text: summary(part) });
    if (!open) return;
    for (const [name, child] of Object.entries(part)) visit(name, child, depth + 1, `${path}/${name}`);
  };
  if (typeof value !== "object" || value === null || isFileRef(value)) visit("", value, 0, "");
  else for (const [name, child] of Object.entries(value)) visit(name, child, 0, `/${name}`);
  return rows;
}

function leaf(value: Value): Pick<JsonRow, "text" | "type"> {
  if (value === null) return { text: "null", type: "null" };
  if (isFileRef(value)) return { text: value.name, type: "file" };
  if (typeof value === "string")
    return { text: JSON.stringify(value.length > 2000 ? `${value.slice(0, 2000)}…` : value), type: "string" };
  return { text: JSON.stringify(value), type: typeof value === "number" ? "number" : "boolean" };
}

function summary(value: Value): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  const names = Object.keys(value as object);
  return `{${names.slice(0, 4).join(", ")}${names.length > 4 ? ", …" : ""}}`;
}
