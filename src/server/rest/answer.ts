import type { StepFailure } from "../../runtime/failures/failure.ts";
import type { Media } from "../../runtime/files/media.ts";
import type { Subgraph } from "../../runtime/graph/subgraphs.ts";
import type { CallOutcome } from "../../runtime/session/calls/call.ts";
import { isFileRef, setOwn, type Json, type Value, type Values } from "../../runtime/values/value.ts";
import type { Visitor } from "../access/logins.ts";
import { mediaAddress } from "../canvas/media.ts";
import type { SeenFiles } from "../canvas/seen-files.ts";
import { RequestError } from "./errors.ts";

/** Makes answers of what a visitor's call gave: files are addresses, which the visitor may read from then on. */
export class Answers {
  constructor(
    private readonly media: Pick<Media, "pathOf">,
    private readonly seen: SeenFiles,
    private readonly visitor: Visitor,
  ) {}

  outputs(values: Values): Readonly<Record<string, Json>> {
    const given: Record<string, Json> = {};
    for (const [port, value] of Object.entries(values)) setOwn(given, port, this.value(value));
    return given;
  }

  value(value: Value): Json {
    if (typeof value !== "object" || value === null) return value;
    if (isFileRef(value)) {
      this.seen.note(this.visitor, { files: value });
      return `/${mediaAddress(this.media.pathOf(value))}`;
    }
    if (Array.isArray(value)) return (value as readonly Value[]).map((part) => this.value(part));
    return this.outputs(value as Values);
  }

  /**
   * What the leaves of a call gave, and which nodes' results came from their fallbacks, and why. `words` are texts as visitors read
   * them.
   *
   * @throws {RequestError} where a node failed, as daggr 0.8.0 says it
   */
  whole(
    { nodes }: Subgraph,
    { outputs, failures, stopped, fallbacks }: CallOutcome,
    words: (data: Json) => Json,
  ): Json {
    // Of several that failed side by side, it is always the same one.
    const [first] = failures
      .filter(({ because }) => because === undefined)
      .sort((a, b) => nodes.indexOf(a.node) - nodes.indexOf(b.node));
    if (first) throw executionError(first.node, first.failure);
    if (stopped) throw new RequestError(503, "The call was stopped.");
    const given: Record<string, Json> = {};
    for (const [node, values] of Object.entries(outputs)) setOwn(given, node, this.outputs(values));
    const used = Object.entries(fallbacks).map(([node, { because }]): [string, Json] => [
      node,
      words(because),
    ]);
    return { outputs: given, ...(used.length > 0 && { fallbacks: Object.fromEntries(used) }) };
  }
}

function executionError(node: string, { message, help }: StepFailure): RequestError {
  return new RequestError(500, `Execution error in node '${node}': ${message}`, {
    node,
    ...(help !== undefined && { help }),
  });
}
