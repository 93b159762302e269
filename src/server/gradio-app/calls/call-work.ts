import { failureOf, type StepFailure } from "../../../runtime/failures/failure.ts";
import type { CallOutcome, CallState } from "../../../runtime/session/calls/call.ts";
import type { Engine } from "../../../runtime/session/engine.ts";
import type { GraphSession } from "../../../runtime/session/graph-session.ts";
import type { ShowPaths } from "../../../runtime/text/relative-paths.ts";
import { withTexts } from "../../../runtime/values/texts.ts";
import type { Json, Value, Values } from "../../../runtime/values/value.ts";
import { argumentsOf } from "./arguments.ts";
import { CallProgress } from "./call-progress.ts";
import type { Endpoint } from "../api/endpoints.ts";
import type { DataOutput, ErrorOutput } from "./messages.ts";
import type { Work } from "./client-session.ts";
import { returnToGradio } from "./values.ts";
import type { VisitorFiles } from "../files/visitor-files.ts";

interface CallOptions {
  readonly session: Pick<GraphSession, "calls">;
  readonly engine: Pick<Engine, "pathOf">;
  readonly endpoint: Endpoint;
  /** In the order of the endpoint's parameters; undefined takes the default. */
  readonly data: readonly (Json | undefined)[];
  readonly files: VisitorFiles;
  /** Of what the workflow says to the client. */
  readonly showPaths: ShowPaths;
}

/** One call of an endpoint: what it reports are the messages of a job in Gradio's queue. */
export function callWork({ session, engine, endpoint, data, files, showPaths }: CallOptions): Work {
  return async (report, signal) => {
    const started = performance.now();
    const outputOf = (values: readonly Json[], isGenerating: boolean): DataOutput => {
      const duration = (performance.now() - started) / 1000;
      return {
        data: values,
        is_generating: isGenerating,
        duration,
        average_duration: duration,
        render_config: null,
        changed_state_ids: [],
      };
    };
    const returned = (outputs: Readonly<Record<string, Values>>): Promise<Json[]> =>
      Promise.all(
        endpoint.returns.map((one): Promise<Json> => {
          const value: Value = outputs[one.node]?.[one.port] ?? null;
          return returnToGradio(one, value, files.describe, engine);
        }),
      );

    const fail = (failed: Failed) =>
      report({ msg: "process_completed", success: false, ...withTexts(errorOf(failed), showPaths) });

    // Steps wait for hosts and groups, not calls for each other: what they wait for is told as progress.
    report({ msg: "estimation", rank: 0, queue_size: 1, rank_eta: null });
    report({ msg: "process_starts", eta: null });
    const progress = new CallProgress();
    const soFar: Record<string, Values> = {};
    let reported = Promise.resolve();
    const note = (node: string, state: CallState) => {
      const bars = progress.note(node, state);
      if (bars) report({ msg: "progress", progress_data: withTexts(bars, showPaths) });
      if (!endpoint.targets.includes(node) || (state.type !== "partial" && state.type !== "settled")) return;
      soFar[node] = state.outputs;
      if (state.type === "settled") return;
      const values = { ...soFar };
      reported = reported.then(async () => {
        const output = outputOf(await returned(values), true);
        report({ msg: "process_generating", output, success: true, time_limit: null });
      });
    };
    try {
      const given = await argumentsOf(endpoint, data, files, signal);
      signal.throwIfAborted();
      const { targets } = endpoint;
      const outcome = await session.calls.call({ targets, ...given, signal, onNodeState: note });
      await reported;
      const failure = failureIn(endpoint, outcome);
      if (failure) return fail(failure);
      const output = outputOf(await returned(outcome.outputs), false);
      report({ msg: "process_completed", output, success: true });
    } catch (error) {
      if (signal.aborted) return;
      fail({ failure: failureOf(error) });
    }
  };
}

interface Failed {
  readonly failure: StepFailure;
  readonly node?: string;
}

/** Why an endpoint has no result. One of its values without the others is none. */
function failureIn({ targets }: Endpoint, { outputs, failures, stopped }: CallOutcome): Failed | undefined {
  const cause = failures.find(({ because }) => because === undefined) ?? failures[0];
  if (targets.every((target) => Object.hasOwn(outputs, target))) return undefined;
  if (cause) return cause;
  const message = stopped ? "The call was stopped." : "The call ended without a result.";
  return { failure: { message, help: "Call it again." } };
}

function errorOf({ failure: { message, help }, node }: Failed): { output: ErrorOutput; title: string } {
  const title = node === undefined ? "The call failed" : `'${node}' failed`;
  const error = [message, help].filter((text) => text !== undefined).join(" ");
  return { output: { error, title, duration: 10, visible: true }, title };
}
