import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { dirname } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import type { GraphDescription } from "../../../../src/runtime/graph/description.ts";
import { relativePaths } from "../../../../src/runtime/text/relative-paths.ts";
import type { Visitor } from "../../../../src/server/access/logins.ts";
import { mediaRoutes } from "../../../../src/server/canvas/media.ts";
import { SeenFiles } from "../../../../src/server/canvas/seen-files.ts";
import { restRoutes } from "../../../../src/server/rest/routes.ts";
import type { ServerEnvironment } from "../../../../src/server/routes.ts";
import type { ServedWorkflow } from "../../../../src/server/workflow.ts";
import type { Json } from "../../../../src/runtime/values/value.ts";
import { testEngine, type TestEngine, type TestEngineOptions } from "../../session/support/engine.ts";
import { FakeProcesses, type Body } from "../../session/support/fake-processes.ts";

const file = "/workflows/test.ts";

export interface Answered {
  readonly status: number;
  readonly body: { readonly [name: string]: Json };
}

/** The REST routes over a real engine, whose functions are the test's. The header `x-user` says who asks. */
export class ServedRest {
  private constructor(
    readonly engine: TestEngine,
    readonly processes: FakeProcesses,
    readonly origin: string,
    private readonly server: Server,
  ) {}

  static async start(
    graphs: readonly GraphDescription[],
    bodies: Readonly<Record<string, Body>> = {},
    options?: TestEngineOptions,
  ): Promise<ServedRest> {
    const processes = new FakeProcesses({ graphs, bodies });
    const engine = await testEngine(processes, options);
    const workflow: Pick<ServedWorkflow, "engine" | "file" | "graph" | "showPaths" | "unforeseen"> = {
      engine: engine.engine,
      showPaths: relativePaths(dirname(file)),
      unforeseen: (error) => `It was not foreseen: ${String(error)}`,
      file,
      graph: async ({ user }: Visitor, name?: string) => {
        const session = await engine.engine.graphSession(file, name, user);
        await session.code.ensureLoaded();
        return session;
      },
    };
    const app = new Hono<ServerEnvironment>();
    app.use((context, next) => {
      context.set("visitor", { user: context.req.header("x-user") });
      return next();
    });
    const seen = new SeenFiles();
    // The cast: only these are used, and the class keeps the rest to itself.
    mediaRoutes(app, workflow as ServedWorkflow, seen);
    restRoutes(app, workflow as ServedWorkflow, seen);
    const server = createAdaptorServer({ fetch: app.fetch }) as Server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return new ServedRest(engine, processes, `http://127.0.0.1:${port}`, server);
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(this.origin + path, init);
  }

  async get(path: string): Promise<Answered> {
    return answered(await this.fetch(path));
  }

  async post(path: string, body: Json | FormData | undefined, headers?: HeadersInit): Promise<Answered> {
    const sent = body instanceof FormData ? body : body === undefined ? null : JSON.stringify(body);
    return answered(await this.fetch(path, { method: "POST", body: sent, ...(headers && { headers }) }));
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await this.engine.stop();
  }
}

async function answered(response: Response): Promise<Answered> {
  return { status: response.status, body: (await response.json()) as Answered["body"] };
}
