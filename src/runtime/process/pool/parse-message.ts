import * as v from "valibot";
import { stepFailureSchema } from "../../failures/failure-schema.ts";
import { workflowDescriptionSchema } from "../../graph/description-schema.ts";
import type { Packed, ChunkStep } from "../../rpc/chunks.ts";
import type { Json } from "../../values/value.ts";
import type { LoadReply, ParentCalls, ProcessEvent, WatchdogReport } from "../protocol.ts";

// What a workflow process sends is not trusted: user code can write to the same pipes. The messages have been parsed as JSON, so
// a value in them can be anything that JSON can say and nothing else. Each of the functions here throws for a message of another
// shape; the process is then ended, and the call that runs in it fails.

const text = v.string();
const number = v.pipe(v.number(), v.finite());
const json = v.custom<Json>((input) => input !== undefined);
const isRecord = v.custom<Readonly<Record<string, Json>>>(
  (input) => typeof input === "object" && input !== null && !Array.isArray(input),
);

const packed = v.variant("kind", [
  v.object({ kind: v.literal("inline"), value: json }),
  v.object({ kind: v.literal("chunks"), transfer: number }),
]) satisfies v.GenericSchema<Packed>;

const chunkStep = v.variant("do", [
  v.object({ do: v.literal("open"), kind: v.picklist(["list", "object", "text"]), key: v.optional(text) }),
  v.object({ do: v.literal("items"), items: v.array(json) }),
  v.object({ do: v.literal("entries"), entries: isRecord }),
  v.object({ do: v.literal("text"), text }),
  v.object({ do: v.literal("close") }),
]) satisfies v.GenericSchema<ChunkStep>;

const stepEvent = v.variant("type", [
  v.object({ type: v.literal("progress"), fraction: v.optional(number), text: v.optional(text) }),
  v.object({ type: v.literal("log"), stream: v.picklist(["stdout", "stderr", "log"]), text }),
]);

const event = v.variant("type", [
  v.object({ type: v.literal("started"), call: number }),
  v.object({ type: v.literal("step"), call: number, event: stepEvent }),
  v.object({ type: v.literal("partial"), call: number, outputs: packed }),
  v.object({ type: v.literal("log"), stream: v.picklist(["stdout", "stderr"]), text }),
  v.object({ type: v.literal("chunk"), transfer: number, steps: v.array(chunkStep) }),
  v.object({ type: v.literal("unusable"), reason: text }),
]) satisfies v.GenericSchema<ProcessEvent>;

const report = v.variant("type", [
  v.object({ type: v.literal("hanging"), file: text, line: number, files: v.array(text) }),
  v.object({ type: v.literal("memory"), bytes: number }),
]) satisfies v.GenericSchema<WatchdogReport>;

const test = v.object({ graph: text, node: text, inputs: v.optional(packed) }) satisfies v.GenericSchema<
  Parameters<ParentCalls["test"]>[0]
>;

const nodeCall = v.object({ call: number, node: text, inputs: packed }) satisfies v.GenericSchema<
  Parameters<ParentCalls["call"]>[0]
>;

const loadReply = v.variant("type", [
  v.object({
    type: v.literal("loaded"),
    description: workflowDescriptionSchema,
    snapshot: v.record(text, text),
    notices: v.array(text),
  }),
  v.object({ type: v.literal("failed"), failure: stepFailureSchema, files: v.array(text) }),
]) satisfies v.GenericSchema<LoadReply>;

/** The message itself, once it is known to fit: unlike what Valibot makes of it, it is no copy. */
function parser<Message>(schema: v.GenericSchema<Message>): (message: unknown) => Message {
  return (message) => {
    if (v.is(schema, message)) return message;
    throw new Error("A workflow process sent a message of an unknown shape.");
  };
}

export const parseEvent = parser<ProcessEvent>(event);
export const parseReport = parser<WatchdogReport>(report);
export const parseLoadReply = parser<LoadReply>(loadReply);
export const parsePacked = parser<Packed>(packed);
export const parseTest = parser(test);
export const parseValues = parser(isRecord);
export const parseNodeCall = parser(nodeCall);
export const parseFailure = parser(stepFailureSchema);
export const parsePort = parser(v.object({ port: number }));
