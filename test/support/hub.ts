import { deploymentRoutes } from "../hub/deployments.ts";
import { fileRoutes } from "../hub/files.ts";
import { routed, serveHttp, type Answer, type Ask } from "../hub/http.ts";
import { modelRoutes } from "../hub/models.ts";
import { startProxy, type Proxy } from "../hub/proxy.ts";
import { routerRoutes } from "../hub/router.ts";
import { spaceRoutes } from "../hub/spaces.ts";
import { accountOf, type HubState, type Space } from "../hub/state.ts";

export type { Space } from "../hub/state.ts";

/** A small local server with the HTTP API of the Hugging Face Hub: Spaces, models, accounts, the inference router. */
export interface LocalHub extends HubState {
  /** All requests so far. */
  readonly requests: readonly Ask[];
  /** The environment variables that make a program use this Hub. */
  readonly env: { readonly HF_ENDPOINT: string };
  /** Adds a Space whose app answers only requests with a token that the Hub knows. */
  addPrivateSpace(id: string, appUrl: string): Promise<Proxy>;
  /** Makes a Space sleep. The first request to its app wakes it, which takes `milliseconds`. */
  addSleepingSpace(id: string, appUrl: string, milliseconds: number): Promise<Proxy>;
  /** The next `times` requests to a matching path get this answer. */
  failNext(path: RegExp, answer: Answer, times?: number): void;
  stop(): Promise<void>;
}

/** The token that the Hub knows from the start. It belongs to the account "tester" and may write. */
export const testToken = "hf_testTokenOfTheLocalHub";

/** Starts an empty Hub; `spaces` maps ids to apps. */
export async function startHub(spaces: Readonly<Record<string, Space>> = {}): Promise<LocalHub> {
  const requests: Ask[] = [];
  const proxies: Proxy[] = [];
  const state: HubState = {
    url: "",
    accounts: new Map([[testToken, { name: "tester", mayWrite: true }]]),
    spaces: new Map(Object.entries(spaces)),
    models: new Map(),
    planned: [],
    results: new Map(),
    objects: new Map(),
    buckets: new Map(),
    stagesOfBuild: ["BUILDING", "APP_STARTING", "RUNNING"],
    wordDelay: 5,
  };
  const routes = [
    ...spaceRoutes(state),
    ...deploymentRoutes(state),
    ...modelRoutes(state),
    ...fileRoutes(state),
    ...routerRoutes(state),
  ];
  const server = await serveHttp((ask) => {
    requests.push(ask);
    const planned = state.planned.find(({ path, times }) => times > 0 && path.test(ask.path));
    if (!planned) return routed(routes, ask);
    planned.times -= 1;
    return planned.answer;
  });
  state.url = server.url;

  const addProxied = async (id: string, space: Space, proxy: Promise<Proxy>) => {
    const front = await proxy;
    proxies.push(front);
    state.spaces.set(id, Object.assign(space, { url: front.url }));
    return front;
  };
  return Object.assign(state, {
    requests,
    env: { HF_ENDPOINT: server.url },
    addPrivateSpace: (id: string, appUrl: string) =>
      addProxied(
        id,
        { private: true },
        startProxy(appUrl, ({ headers }) =>
          accountOf(state, headers)
            ? undefined
            : { kind: "answer", status: 404, body: "Sorry, we can't find the page you are looking for." },
        ),
      ),
    addSleepingSpace: (id: string, appUrl: string, milliseconds: number) => {
      const space: Space = { stage: "SLEEPING" };
      return addProxied(
        id,
        space,
        startProxy(appUrl, () => {
          if (space.stage === "RUNNING") return undefined;
          if (space.stage === "SLEEPING") {
            space.stage = "APP_STARTING";
            setTimeout(() => (space.stage = "RUNNING"), milliseconds).unref();
          }
          return { kind: "answer", status: 503, body: "Your space is in error, check its status on hf.co" };
        }),
      );
    },
    failNext: (path: RegExp, answer: Answer, times = 1) => void state.planned.push({ path, answer, times }),
    async stop() {
      await Promise.all([server.stop(), ...proxies.map((proxy) => proxy.stop())]);
    },
  });
}
