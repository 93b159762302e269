import type { Context, Hono } from "hono";
import { subgraphsOf, type Subgraph } from "../../runtime/graph/subgraphs.ts";
import type { GraphDescription } from "../../runtime/graph/description.ts";
import { LimitError } from "../../runtime/failures/limit-error.ts";
import { redactValue } from "../../runtime/failures/secrets.ts";
import type { GraphSession } from "../../runtime/session/graph-session.ts";
import { didYouMean, quoteList } from "../../runtime/text/similarity.ts";
import { withTexts } from "../../runtime/values/texts.ts";
import type { SeenFiles } from "../canvas/seen-files.ts";
import { FormError, receiveForm } from "../files/form.ts";
import { originOf } from "../origin.ts";
import type { ServerEnvironment } from "../routes.ts";
import type { ServedWorkflow } from "../workflow.ts";
import { Answers } from "./answer.ts";
import { answerCall } from "./call.ts";
import { RequestError } from "./errors.ts";
import { openApi } from "./openapi.ts";
import { apiPage } from "./openapi-page.ts";
import { callSchema } from "./schema.ts";

interface Called {
  readonly session: GraphSession;
  readonly graph: GraphDescription;
  readonly subgraphs: readonly Subgraph[];
}

/** The graphs of the workflow for programs: daggr's REST API, and what describes it. */
export function restRoutes(app: Hono<ServerEnvironment>, workflow: ServedWorkflow, seen: SeenFiles): void {
  const known = new WeakMap<GraphDescription, readonly Subgraph[]>();
  const called = async (context: Context<ServerEnvironment>): Promise<Called> => {
    const session = await sessionOf(context, workflow);
    const { graph } = session;
    if (!graph) throw new RequestError(503, session.code.problem.message);
    let subgraphs = known.get(graph);
    if (!subgraphs) known.set(graph, (subgraphs = subgraphsOf(graph)));
    return { session, graph, subgraphs };
  };
  /** As visitors read it. */
  const described = async (context: Context<ServerEnvironment>) => {
    const graph = withTexts(redactValue((await called(context)).graph), workflow.showPaths);
    return { graph, subgraphs: subgraphsOf(graph) };
  };
  const route = (
    method: "GET" | "POST",
    path: string,
    answer: (context: Context<ServerEnvironment>) => Promise<Response>,
  ) => {
    app.on(method, path, async (context) => {
      try {
        return await answer(context);
      } catch (error) {
        const { body, status } = asRequestError(error);
        return context.json(withTexts(body, workflow.showPaths), status);
      }
    });
    app.all(path, (context) => {
      const error = `${context.req.path} takes ${method}, not ${context.req.method}.`;
      return context.json({ error }, 405, { allow: method });
    });
  };
  const call = async (context: Context<ServerEnvironment>) => {
    const { session, subgraphs } = await called(context);
    return answerCall(context, workflow, seen, session, subgraphs);
  };
  route("POST", "/api/call", call);
  route("POST", "/api/call/:subgraph", call);
  route("GET", "/api/schema", async (context) =>
    context.json(callSchema((await described(context)).subgraphs)),
  );
  route("POST", "/api/upload", async (context) => {
    const { media } = workflow.engine.context.parts;
    const { files } = await receiveForm(context.env.incoming, media, "files");
    const answers = new Answers(media, seen, context.var.visitor);
    return context.json({ files: files.map(([, file]) => answers.value(file)) });
  });
  route("GET", "/openapi.json", async (context) => {
    const { graph, subgraphs } = await described(context);
    return context.json(openApi(graph, subgraphs, context.req.query("graph")));
  });
  route("GET", "/api", async (context) => {
    const { graph, subgraphs } = await described(context);
    const { html, policy } = apiPage(graph, subgraphs, {
      origin: originOf(context),
      search: new URL(context.req.url).search,
    });
    return context.html(html, 200, { "content-security-policy": policy, "cache-control": "no-store" });
  });
}

/** @throws what is no fault of the request */
function asRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (error instanceof FormError) return new RequestError(400, error.message);
  if (error instanceof LimitError) return new RequestError(413, `The form was refused: ${error.message}.`);
  throw error;
}

/** The graph that `?graph=` names, by default the one that is served; one that the file does not have is not opened. */
async function sessionOf(
  context: Context<ServerEnvironment>,
  workflow: ServedWorkflow,
): Promise<GraphSession> {
  const { visitor } = context.var;
  const name = context.req.query("graph");
  const served = await workflow.graph(visitor);
  if (name === undefined || name === served.graph?.name) return served;
  const { generation } = served.code;
  if (!generation) throw new RequestError(503, served.code.problem.message);
  const names = generation.description.graphs.map((graph) => graph.name);
  if (names.includes(name)) return workflow.graph(visitor, name);
  throw new RequestError(
    404,
    `There is no graph '${name}'.${didYouMean(name, names)} The graphs are ${quoteList(names)}.`,
    { available_graphs: names },
  );
}
