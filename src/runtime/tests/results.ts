import * as v from "valibot";

// How tests came out, as plain data without absolute paths: for reports, and as lines from the program that runs them.

const failedOutput = v.object({
  status: v.literal("failed"),
  node: v.string(),
  port: v.string(),
  match: v.picklist(["exact", "subset", "contains", "within", "image", "audio"]),
  /** What is wrong, in one sentence. */
  message: v.string(),
  /** As text: JSON, or a text as it is. Files have their names. */
  expected: v.string(),
  /** Left out where the node gave nothing. */
  actual: v.optional(v.string()),
  /** Lines with `-` for what was expected and `+` for what came; left out where one line says it all. */
  diff: v.optional(v.string()),
  /** In the test file, 1-based. */
  line: v.number(),
});

/** How one output of a test came out. */
const outputSchema = v.variant("status", [
  v.object({ status: v.literal("passed"), node: v.string(), port: v.string() }),
  failedOutput,
]);

/** What went wrong while a test ran: a node failed, or (without a node) the workflow could not be loaded. */
const problemSchema = v.object({
  node: v.optional(v.string()),
  message: v.string(),
  help: v.optional(v.string()),
  /** In the workflow's code: relative to its folder, 1-based. */
  at: v.optional(v.object({ file: v.string(), line: v.number() })),
});

/** A test passed where every output did and nothing went wrong. */
const resultSchema = v.object({
  test: v.string(),
  status: v.picklist(["passed", "failed", "stopped"]),
  outputs: v.array(outputSchema),
  problems: v.array(problemSchema),
  /** Milliseconds. */
  duration: v.number(),
});

const updateSchema = v.object({
  test: v.string(),
  updated: v.array(v.object({ node: v.string(), port: v.string() })),
  problems: v.array(problemSchema),
});

/** All tests of a workflow. */
const reportSchema = v.object({
  workflow: v.string(),
  /** Whether the workflow can be loaded: what was wrong where it cannot. */
  loads: v.variant("status", [
    v.object({ status: v.literal("passed") }),
    v.object({ status: v.literal("failed"), problem: problemSchema }),
  ]),
  tests: v.array(resultSchema),
});

/** One line of `daggr test FILE --events`. */
export const testEventSchema = v.variant("event", [
  v.object({ event: v.literal("started"), test: v.string() }),
  /** The workflow waits for a JavaScript debugger at this port of 127.0.0.1. */
  v.object({ event: v.literal("inspect"), test: v.string(), port: v.number() }),
  v.object({ event: v.literal("progress"), test: v.string(), node: v.string(), text: v.string() }),
  v.object({ event: v.literal("ended"), result: resultSchema }),
  v.object({ event: v.literal("updated"), result: updateSchema }),
  v.object({ event: v.literal("report"), report: reportSchema }),
]);

export type OutputResult = v.InferOutput<typeof outputSchema>;
export type RunProblem = v.InferOutput<typeof problemSchema>;
export type TestResult = v.InferOutput<typeof resultSchema>;
/** What an update did: the outputs whose expectation is another now, and what went wrong. */
export type UpdateResult = v.InferOutput<typeof updateSchema>;
export type TestReport = v.InferOutput<typeof reportSchema>;
export type TestEvent = v.InferOutput<typeof testEventSchema>;
