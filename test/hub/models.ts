import { failure, type Answer, type Ask, type Route } from "./http.ts";
import { accountOf, defaultSha, type HubState, type Model } from "./state.ts";

/** The Hub's API for models and accounts. */
export function modelRoutes(state: HubState): Route[] {
  return [
    { method: "GET", path: /^\/api\/models$/, answer: (ask) => searchModels(state, ask) },
    { method: "GET", path: /^\/api\/models\/([^/]+(?:\/[^/]+)?)$/, answer: (ask) => modelInfo(state, ask) },
    { method: "GET", path: /^\/api\/whoami-v2$/, answer: (ask) => whoAmI(state, ask) },
  ];
}

function searchModels(state: HubState, ask: Ask): Answer {
  const words = (ask.query.get("search") ?? "").toLowerCase();
  const served = ask.query.get("inference_provider") !== null;
  const hits = [...state.models]
    .filter(
      ([id, model]) =>
        !model.private && id.toLowerCase().includes(words) && (!served || model.providers?.length),
    )
    .sort(([, a], [, b]) => (b.likes ?? 0) - (a.likes ?? 0))
    .slice(0, Number(ask.query.get("limit") ?? 20));
  return { body: hits.map(([id, model]) => describe(id, model, new Set())) };
}

function modelInfo(state: HubState, ask: Ask): Answer {
  const id = ask.parts[0] ?? "";
  const model = state.models.get(id);
  const account = accountOf(state, ask.headers);
  if (ask.headers.authorization && !account) return failure(401, "Invalid username or password.");
  if (!model || (model.private && !account)) {
    return account ? failure(404, "Repository not found") : failure(401, "Invalid username or password.");
  }
  // Clients spell a repeated parameter with and without brackets.
  const expand = [...ask.query.getAll("expand[]"), ...ask.query.getAll("expand")];
  return { body: describe(id, model, new Set(expand)) };
}

/** With `expand` the Hub answers what was asked for and no more; who serves a model it says only then. */
function describe(id: string, model: Model, expand: ReadonlySet<string>) {
  const all: Record<string, unknown> = {
    sha: model.sha ?? defaultSha,
    pipeline_tag: model.pipelineTag,
    gated: model.gated ?? false,
    private: model.private ?? false,
    likes: model.likes ?? 0,
    inferenceProviderMapping: (model.providers ?? []).map((entry) => ({
      providerId: id,
      status: "live",
      ...entry,
    })),
  };
  const names = expand.size
    ? [...expand]
    : Object.keys(all).filter((name) => name !== "inferenceProviderMapping");
  return { _id: id, id, ...Object.fromEntries(names.map((name) => [name, all[name]])) };
}

function whoAmI(state: HubState, ask: Ask): Answer {
  const account = accountOf(state, ask.headers);
  if (!account) return failure(401, "Invalid username or password.");
  return {
    body: {
      type: "user",
      name: account.name,
      fullname: account.name,
      orgs: (account.organizations ?? []).map((name) => ({ type: "org", name })),
      auth: {
        type: "access_token",
        accessToken: { displayName: "test", role: account.role ?? (account.mayWrite ? "write" : "read") },
      },
    },
  };
}
