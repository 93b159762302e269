import type { ServerResponse } from "node:http";
import type { Context } from "hono";
import { StepError } from "../../runtime/failures/failure.ts";
import type { Subgraph } from "../../runtime/graph/subgraphs.ts";
import type { CallRequest, CallState } from "../../runtime/session/calls/call.ts";
import type { GraphSession } from "../../runtime/session/graph-session.ts";
import type { Json } from "../../runtime/values/value.ts";
import { withTexts } from "../../runtime/values/texts.ts";
import type { SeenFiles } from "../canvas/seen-files.ts";
import { eventStream, eventText } from "../event-stream.ts";
import { GivenFiles } from "../files/given-files.ts";
import { MessageQueue } from "../message-queue.ts";
import type { ServerEnvironment } from "../routes.ts";
import type { ServedWorkflow } from "../workflow.ts";
import { Answers } from "./answer.ts";
import { readCall } from "./body.ts";
import { RequestError } from "./errors.ts";
import { findSubgraph } from "./find-subgraph.ts";
import { inputsOf } from "./inputs.ts";

/** Characters of a sheet's name. */
const longestName = 200;

/** Answers `POST /api/call`. */
export async function answerCall(
  context: Context<ServerEnvironment>,
  workflow: Pick<ServedWorkflow, "engine" | "showPaths" | "unforeseen">,
  seen: SeenFiles,
  session: GraphSession,
  subgraphs: readonly Subgraph[],
): Promise<Response> {
  const { engine } = workflow;
  const { incoming, outgoing } = context.env;
  const { media } = engine.context.parts;
  const { visitor } = context.var;
  const subgraph = findSubgraph(subgraphs, context.req.param("subgraph"));
  const sheet = sheetOf(context.req.query("sheet"));
  const left = new AbortController();
  const stopWatching = whenLeft(outgoing, () => left.abort());
  const { inputs: given, fresh } = await readCall(incoming, media);
  const files = new GivenFiles(engine, seen, visitor, incoming.headers.host);
  const request: CallRequest = {
    targets: subgraph.leaves,
    ...(await inputsOf(subgraph, subgraphs, given, files, left.signal)),
    fresh,
    ...(sheet !== undefined && { sheet }),
    signal: left.signal,
  };
  const answers = new Answers(media, seen, visitor);
  if (incoming.headers.accept?.includes("text/event-stream") === true)
    return streamed(workflow, session, subgraph, request, answers);
  const outcome = await session.calls.call(request).catch(asRequestError);
  stopWatching();
  return context.json(answers.whole(subgraph, outcome, (data) => withTexts(data, workflow.showPaths)));
}

function sheetOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const trimmed = name.trim();
  if (trimmed !== "" && trimmed.length <= longestName) return trimmed;
  throw new RequestError(400, `'sheet' must be a name of 1 to ${longestName} characters.`);
}

/** Calls back where whoever asked closes the connection before the answer is written. */
function whenLeft(outgoing: ServerResponse, leave: () => void): () => void {
  const closed = () => {
    if (!outgoing.writableFinished) leave();
  };
  outgoing.once("close", closed);
  return () => outgoing.off("close", closed);
}

/** The file does not load, or a Space was updated and the settings make that an error. */
function asRequestError(error: unknown): never {
  if (!(error instanceof StepError)) throw error;
  const { message, help } = error.failure;
  throw new RequestError(503, message, help === undefined ? {} : { help });
}

function streamed(
  workflow: Pick<ServedWorkflow, "showPaths" | "unforeseen">,
  session: GraphSession,
  subgraph: Subgraph,
  request: CallRequest,
  answers: Answers,
): Response {
  const news = new MessageQueue<NodeNews>();
  /** Words of the workflow, unlike values. */
  const words = (data: Json): Json => withTexts(data, workflow.showPaths);
  const onNodeState = (node: string, state: CallState) => {
    const isOfSameKind = (waiting: NodeNews) => waiting.node === node && waiting.type === state.type;
    const passes = state.type !== "settled" && state.type !== "failed" && state.type !== "stopped";
    news.push(
      { node, type: state.type, text: newsOf(node, state, answers, words) },
      passes ? isOfSameKind : undefined,
    );
  };
  const tell = (event: string, data: Json) => news.push({ text: eventText(event, data) });
  void session.calls
    .call({ ...request, onNodeState })
    .catch(asRequestError)
    .then((outcome) => tell("result", answers.whole(subgraph, outcome, words)))
    .catch((error: unknown) => {
      const known = error instanceof RequestError ? error : new RequestError(500, workflow.unforeseen(error));
      tell("error", { ...withTexts(known.body, workflow.showPaths), status: known.status });
    })
    .finally(() => news.end());
  return eventStream(async function* (left) {
    left.addEventListener("abort", () => news.clear());
    for (;;) {
      const next = await news.next();
      if (next.type === "end") return;
      yield next.type === "silent" ? ": waiting\n\n" : next.message.text;
    }
  });
}

/** An event that waits for the reader: of a node, or of the whole call. */
interface NodeNews {
  readonly node?: string;
  readonly type?: CallState["type"];
  readonly text: string;
}

function newsOf(node: string, state: CallState, answers: Answers, words: (data: Json) => Json): string {
  switch (state.type) {
    case "settled":
      return eventText("output", {
        node,
        how: state.how,
        outputs: answers.outputs(state.outputs),
        ...(state.fallback && { fallback: words(state.fallback.because) }),
      });
    case "failed":
      return eventText("failed", words(failedOf(node, state)));
    case "stopped":
      return eventText("stopped", { node });
    case "partial":
      return eventText("partial", { node, outputs: answers.outputs(state.outputs) });
    case "phase":
    case "progress":
    case "items":
    case "log":
      return eventText("progress", words({ node, ...plain(state) }));
  }
}

function failedOf(node: string, { failure, because }: Extract<CallState, { type: "failed" }>): Json {
  return {
    node,
    error: failure.message,
    ...(failure.help !== undefined && { help: failure.help }),
    ...(because !== undefined && { because }),
  };
}

/** What a step reports on its way, without what is undefined. */
function plain(
  state: Exclude<CallState, { type: "settled" | "failed" | "stopped" | "partial" }>,
): Readonly<Record<string, Json>> {
  switch (state.type) {
    case "phase":
      return { phase: state.phase.kind };
    case "progress": {
      const { fraction, text } = state;
      return { ...(fraction !== undefined && { fraction }), ...(text !== undefined && { text }) };
    }
    case "items":
      return { done: state.done, total: state.total };
    case "log":
      return { stream: state.stream, text: state.text };
  }
}
