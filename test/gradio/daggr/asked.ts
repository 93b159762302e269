import type { Json } from "../../../src/runtime/values/value.ts";

export interface Answer {
  readonly status: number;
  readonly body: Json;
}

/** Who is asked: the server of daggr 0.8.0, or ours. */
export interface Side {
  /** Where a graph has a path. */
  address(graph: string, path: string): string;
}

/** A request to a graph: a path, and the body where it is a call. */
export type Asked = readonly [graph: string, path: string, body?: string];

export function call(inputs: Json): string {
  return JSON.stringify({ inputs });
}

/** The answer, with the contents of files in place of their addresses. */
export async function ask(side: Side, [graph, path, body]: Asked): Promise<Answer> {
  // daggr's server drops a connection after a failure of its own, and the next request must not be on it.
  const headers = { connection: "close", "content-type": "application/json" };
  const response = await fetch(
    side.address(graph, path),
    body === undefined ? { headers } : { method: "POST", body, headers },
  );
  const text = await response.text();
  const answered = response.headers.get("content-type")?.includes("json") ? (JSON.parse(text) as Json) : text;
  const contents = await withContents(answered, (file) => side.address(graph, file));
  return { status: response.status, body: path === "/api/schema" ? inOrder(contents) : contents };
}

/** Each address of a file, which is daggr's or ours, replaced by what is there, of which type, and its name's end. */
async function withContents(value: Json, addressOf: (path: string) => string): Promise<Json> {
  if (typeof value === "string" && /^\/(file|media)\//.test(value)) {
    const response = await fetch(addressOf(value));
    const bytes = Buffer.from(await response.arrayBuffer());
    return {
      status: response.status,
      end: value.split(".").at(-1)!,
      type: response.headers.get("content-type"),
      bytes: bytes.toString("base64"),
    };
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return Promise.all((value as readonly Json[]).map((part) => withContents(part, addressOf)));
  const fields = Object.entries(value).map(
    async ([name, part]) => [name, await withContents(part, addressOf)] as const,
  );
  return Object.fromEntries(await Promise.all(fields));
}

/** daggr's lists in a schema come from sets, whose order means nothing. */
function inOrder(value: Json): Json {
  if (Array.isArray(value)) {
    const parts = (value as readonly Json[]).map(inOrder);
    return parts.every((part) => typeof part === "string")
      ? parts
      : parts.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inOrder(part)]));
}
