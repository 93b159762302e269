import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { StepFailure } from "../failures/failure.ts";
import type { RunSetup } from "../headless/run-setup.ts";
import {
  failureOfStep,
  openWorkflow,
  type HeadlessOptions,
  type HeadlessWorkflow,
} from "../headless/workflow.ts";
import type { NodeState } from "../protocol/canvas.ts";
import type { Recordings } from "../recordings/services.ts";
import type { Ask } from "../run/executors/human.ts";
import type { FileRef } from "../values/value.ts";
import { applySetup } from "./apply-setup.ts";
import { expectationOf } from "./matchers/default-matcher.ts";
import { setExpectation, testedOutputs } from "./outputs.ts";
import { portable } from "./shown-value.ts";
import { writeTest, type FoundTest, type WorkflowTest } from "./test-file.ts";
import { callsFolder, testFolder, testPath } from "./test-paths.ts";
import { FileKeeper, withOtherFiles } from "./test-values.ts";

/** What a test is made of. */
export interface RecordOptions extends Pick<
  HeadlessOptions,
  "file" | "graph" | "folder" | "cache" | "dist" | "settings" | "credentials" | "askLocalSpace" | "log"
> {
  /** Name of the test. */
  readonly name: string;
  /** What a sheet was given, with where its files are. */
  readonly setup?: { readonly of: RunSetup; readonly pathOf: (file: FileRef) => string } | undefined;
  /** Changes what is given further, before it runs. */
  readonly prepare?: (workflow: HeadlessWorkflow) => Promise<void>;
  /** A recording that answers calls in place of Spaces and models. */
  readonly calls?: string | undefined;
  /** Whether calls that are not in it are made. */
  readonly liveCalls?: boolean | undefined;
  /** Asks for answers that the setup does not have. */
  readonly ask: Ask;
  readonly signal?: AbortSignal | undefined;
  readonly onNodeState?: ((node: string, change: Partial<NodeState>) => void) | undefined;
}

export type RecordOutcome =
  | { readonly type: "recorded"; readonly found: FoundTest }
  /** Nothing was written: a test is of a run that succeeds. */
  | {
      readonly type: "failed";
      readonly failures: readonly { readonly node?: string; readonly failure: StepFailure }[];
    }
  | { readonly type: "stopped" };

/** Runs a workflow, and keeps what went in and what came out as a test. An earlier test of this name is replaced. */
export async function recordTest(options: RecordOptions): Promise<RecordOutcome> {
  // An earlier test stays whole until this one is.
  const calls = await mkdtemp(join(tmpdir(), "daggr-calls-"));
  try {
    if (options.calls !== undefined) await cp(options.calls, calls, { recursive: true });
    const recordings: Recordings =
      options.calls === undefined
        ? { mode: "record", folder: calls }
        : { mode: "replay", folder: calls, allowLive: () => options.liveCalls === true };
    const opened = await openWorkflow({ ...options, data: undefined, recordings });
    if (opened.type === "failed") return { type: "failed", failures: [{ failure: opened.failure }] };
    const { workflow } = opened;
    try {
      return await record(workflow, options, calls);
    } finally {
      await workflow.close();
    }
  } finally {
    await rm(calls, { recursive: true, force: true });
  }
}

async function record(
  workflow: HeadlessWorkflow,
  options: RecordOptions,
  calls: string,
): Promise<RecordOutcome> {
  const { setup: given, prepare, ask, signal, onNodeState } = options;
  const bypass = given?.of.bypassed ?? [];
  if (given) {
    const setup = await withOtherFiles(given.of, (file) => workflow.takeFile(given.pathOf(file)));
    await applySetup(workflow, setup, ask);
  } else await workflow.answerWith(ask);
  await prepare?.(workflow);
  if (onNodeState) await workflow.onNodeState(onNodeState);
  const settled = await workflow.settle({ bypass, ...(signal && { signal }) });
  if (signal?.aborted) return { type: "stopped" };
  const failures = settled.flatMap(failureOfStep);
  if (failures.length > 0) return { type: "failed", failures };

  const path = testPath(options.file, options.name);
  await rm(testFolder(path), { recursive: true, force: true });
  if ((await readdir(calls)).some((name) => name.endsWith(".json")))
    await cp(calls, callsFolder(path), { recursive: true });
  const pathOf = (file: FileRef) => workflow.pathOf(file);
  const setup = await workflow.setup();
  const kept = new FileKeeper(path, "inputs", pathOf);
  const expected = new FileKeeper(path, "expected", pathOf);
  const test: WorkflowTest = {
    version: 1,
    workflow: basename(options.file),
    graph: workflow.graph.name,
    inputs: await keptEntries(setup.inputs, kept),
    picks: { ...setup.picks },
    drawn: await keptEntries(setup.drawn, kept),
    bypassed: [...bypass],
    answers: await keptEntries(setup.answers, kept),
    expected: {},
  };
  const shown = portable(options.file);
  for (const { node, port, view, value } of testedOutputs(settled))
    setExpectation(
      test,
      node,
      port,
      expectationOf(view, await expected.keep(shown(value), `${node}.${port}`)),
    );
  await writeTest(path, test);
  return { type: "recorded", found: { name: options.name, path, test } };
}

/** The cast: lists stay lists. */
async function keptEntries<Kept>(
  entries: RunSetup["inputs"] | RunSetup["answers"],
  keeper: FileKeeper,
): Promise<Record<string, Kept>> {
  return (await keeper.keep(entries)) as unknown as Record<string, Kept>;
}
