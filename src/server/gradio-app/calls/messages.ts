import { isDeepStrictEqual } from "node:util";
import type { Json } from "../../../runtime/values/value.ts";

/** One bar of a call's progress. */
export interface ProgressUnit {
  readonly index: number | null;
  readonly length: number | null;
  readonly unit: string | null;
  readonly progress: number | null;
  readonly desc: string | null;
}

/** The words of an error, as Gradio's clients show them. */
export interface ErrorOutput {
  readonly error: string;
  readonly title: string;
  readonly duration: number | null;
  readonly visible: boolean;
}

/** A call's result, or its values so far. */
export interface DataOutput {
  readonly data: readonly Json[];
  readonly is_generating: boolean;
  readonly duration: number;
  readonly average_duration: number;
  readonly render_config: null;
  readonly changed_state_ids: readonly never[];
}

/** What one event of a session tells: Gradio's protocol `sse_v3`. */
export type EventMessage =
  | {
      readonly msg: "estimation";
      readonly rank: number;
      readonly queue_size: number;
      readonly rank_eta: number | null;
    }
  | { readonly msg: "process_starts"; readonly eta: number | null }
  | { readonly msg: "progress"; readonly progress_data: readonly ProgressUnit[] }
  | {
      readonly msg: "process_generating";
      readonly output: DataOutput;
      readonly success: true;
      readonly time_limit: null;
    }
  | { readonly msg: "process_completed"; readonly output: DataOutput; readonly success: true }
  /** It was cancelled. */
  | {
      readonly msg: "process_completed";
      readonly output: Readonly<Record<string, never>>;
      readonly success: true;
    }
  | {
      readonly msg: "process_completed";
      readonly output: ErrorOutput;
      readonly success: false;
      readonly title: string;
    };

/** What a reader of a client session gets. */
export type StreamMessage =
  | (EventMessage & { readonly event_id: string })
  | { readonly msg: "heartbeat" | "close_stream" }
  | {
      readonly msg: "unexpected_error";
      readonly message: string;
      readonly session_not_found: boolean;
      readonly success: false;
    };

type Edit = readonly [action: "append" | "replace", path: readonly never[], value: Json];

/** How a value became another one, in the notation of Gradio's streams: text that grew is sent in part. */
function editsBetween(before: Json, after: Json): readonly Edit[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (typeof before === "string" && typeof after === "string" && before !== "" && after.startsWith(before))
    return [["append", [], after.slice(before.length)]];
  return [["replace", [], after]];
}

/** Turns the values of one event's stream into what changed since those before, which is what clients expect after the first. */
export class Differences {
  readonly #sent = new Map<string, readonly Json[]>();

  of(message: StreamMessage): StreamMessage {
    if (message.msg === "process_completed") this.#sent.delete(message.event_id);
    if (message.msg !== "process_generating") return message;
    const { data } = message.output;
    const before = this.#sent.get(message.event_id);
    this.#sent.set(message.event_id, data);
    if (!before) return message;
    const edits = data.map((value, at) => editsBetween(before[at] ?? null, value));
    return { ...message, output: { ...message.output, data: edits } };
  }
}
