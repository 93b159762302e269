import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import type { Context } from "hono";
import type { GraphDescription } from "../../runtime/graph/description.ts";
import type { Engine } from "../../runtime/session/engine.ts";
import { quoteList } from "../../runtime/text/similarity.ts";
import type { Json } from "../../runtime/values/value.ts";
import type { SeenFiles } from "../canvas/seen-files.ts";
import { originOf } from "../origin.ts";
import type { ServerEnvironment } from "../routes.ts";
import type { ServedWorkflow } from "../workflow.ts";
import { configOf, appIdOf } from "./api/config.ts";
import { described, type DescribedEndpoint } from "./api/description.ts";
import { endpointsOf, type Endpoint } from "./api/endpoints.ts";
import { infoOf } from "./api/info.ts";
import { callWork } from "./calls/call-work.ts";
import type { Work } from "./calls/client-session.ts";
import { VisitorFiles } from "./files/visitor-files.ts";

type RequestContext = Context<ServerEnvironment>;

/** The workflow's file could not be loaded, so nothing is offered. */
export class NotLoadedError extends Error {}

/** There is no such endpoint. */
export class UnknownEndpointError extends Error {}

/** The served workflow as a Gradio app: what it offers, and calls of it, for whoever asks. */
export class GradioApp {
  readonly #start = randomUUID();
  readonly #endpoints = new WeakMap<GraphDescription, readonly Endpoint[]>();

  constructor(
    private readonly workflow: ServedWorkflow,
    private readonly seen: SeenFiles,
  ) {}

  get engine(): Engine {
    return this.workflow.engine;
  }

  filesOf(context: RequestContext): VisitorFiles {
    return new VisitorFiles(this.engine, this.seen, context.var.visitor, originOf(context));
  }

  async config(context: RequestContext): Promise<Json> {
    const { endpoints, graph } = await this.#described(context);
    const { visitor } = context.var;
    return configOf(endpoints, {
      title: `${graph.name} (${basename(this.workflow.file)})`,
      origin: originOf(context),
      appId: appIdOf(this.#start, endpoints),
      user: visitor.name ?? visitor.user,
      maxFileSize: this.engine.context.parts.media.downloadLimit,
    });
  }

  async info(context: RequestContext): Promise<Json> {
    return infoOf((await this.#described(context)).endpoints);
  }

  async appId(context: RequestContext): Promise<number> {
    return appIdOf(this.#start, (await this.#described(context)).endpoints);
  }

  /**
   * The endpoint of a name, with or without its slash, or of a number.
   * @throws {UnknownEndpointError} which lists those that there are
   */
  async endpoint(context: RequestContext, named: string | number): Promise<Endpoint> {
    const { endpoints } = await this.#offered(context);
    const found = endpoints.find(({ name, index }) =>
      typeof named === "number" ? index === named : name === named.replace(/^\//, ""),
    );
    if (found) return found;
    const all = quoteList(endpoints.map(({ name }) => `/${name}`));
    throw new UnknownEndpointError(
      `There is no endpoint ${typeof named === "number" ? `number ${named}` : `'${named}'`}. There are ${all}.`,
    );
  }

  /** A call, to be begun. `data` was parsed from JSON. */
  async call(context: RequestContext, endpoint: Endpoint, data: readonly unknown[]): Promise<Work> {
    const { visitor } = context.var;
    const work = callWork({
      session: await this.workflow.graph(visitor),
      engine: this.engine,
      endpoint,
      // The cast: what was parsed from JSON is JSON, and what is missing undefined.
      data: data as readonly (Json | undefined)[],
      files: this.filesOf(context),
      showPaths: this.workflow.showPaths,
    });
    // It outlives the request that begins it.
    return async (report, signal) => {
      const leave = this.workflow.visitors.enter(visitor);
      await work(report, signal).finally(leave);
    };
  }

  async #described(
    context: RequestContext,
  ): Promise<{ readonly endpoints: readonly DescribedEndpoint[]; readonly graph: GraphDescription }> {
    const { endpoints, graph } = await this.#offered(context);
    return { endpoints: await described(endpoints, this.filesOf(context), this.engine), graph };
  }

  /** As the file is now: a save may have changed all of it. */
  async #offered(
    context: RequestContext,
  ): Promise<{ readonly endpoints: readonly Endpoint[]; readonly graph: GraphDescription }> {
    const session = await this.workflow.graph(context.var.visitor);
    const { graph } = session;
    if (!graph) {
      const { message, help } = session.code.problem;
      throw new NotLoadedError([message, help].filter((text) => text !== undefined).join(" "));
    }
    let endpoints = this.#endpoints.get(graph);
    if (!endpoints) {
      endpoints = endpointsOf(graph, (input) => session.fileInputs.get(input));
      this.#endpoints.set(graph, endpoints);
    }
    return { endpoints, graph };
  }
}
