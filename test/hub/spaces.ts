import { advance } from "./deployments.ts";
import { failure, type Answer, type Ask, type Route } from "./http.ts";
import { accountOf, defaultSha, type HubState, type Space } from "./state.ts";

/** The Hub's API for Spaces. */
export function spaceRoutes(state: HubState): Route[] {
  return [
    { method: "GET", path: /^\/api\/spaces$/, answer: (ask) => searchSpaces(state, ask) },
    {
      method: "GET",
      path: /^\/api\/spaces\/semantic-search$/,
      answer: (ask) => searchByMeaning(state, ask),
    },
    {
      method: "GET",
      path: /^\/api\/spaces\/by-subdomain\/([^/]+)$/,
      answer: (ask) => {
        const id = [...state.spaces.keys()].find((name) => subdomain(name) === ask.parts[0]);
        return id
          ? visible(state, ask, id, (space) => ({ body: describe(id, space) }))
          : failure(404, "Not Found");
      },
    },
    {
      method: "GET",
      path: /^\/api\/spaces\/([^/]+\/[^/]+)$/,
      answer: (ask) => withId(state, ask, (id, space) => ({ body: describe(id, space) })),
    },
    {
      method: "GET",
      path: /^\/api\/spaces\/([^/]+\/[^/]+)\/runtime$/,
      answer: (ask) =>
        withId(state, ask, (_id, space) => {
          const told = runtime(space);
          advance(space);
          return { body: told };
        }),
    },
    {
      method: "GET",
      path: /^\/api\/spaces\/([^/]+\/[^/]+)\/host$/,
      answer: (ask) =>
        withId(state, ask, (id, space) => ({ body: { subdomain: subdomain(id), host: space.url } })),
    },
    {
      method: "GET",
      path: /^\/api\/spaces\/([^/]+\/[^/]+)\/jwt$/,
      answer: (ask) => withId(state, ask, (id) => ({ body: { token: `jwt-for-${id}` } })),
    },
    {
      method: "POST",
      path: /^\/api\/spaces\/([^/]+\/[^/]+)\/duplicate$/,
      answer: (ask) => withId(state, ask, (_id, space) => duplicate(state, ask, space)),
    },
  ];
}

function searchSpaces(state: HubState, ask: Ask): Answer {
  const words = (ask.query.get("search") ?? "").toLowerCase();
  const hits = [...state.spaces]
    .filter(([id, space]) => !space.private && `${id} ${space.title ?? ""}`.toLowerCase().includes(words))
    .sort(([, a], [, b]) => (b.likes ?? 0) - (a.likes ?? 0))
    .slice(0, Number(ask.query.get("limit") ?? 20));
  return { body: hits.map(([id, space]) => describe(id, space)) };
}

/** The Hub compares meanings; here, a Space fits that has one of the words. Titles and sentences stand at the top of an entry. */
function searchByMeaning(state: HubState, ask: Ask): Answer {
  const words = (ask.query.get("q") ?? "").toLowerCase().split(/\s+/);
  const asleep = ask.query.get("includeNonRunning") === "true";
  const hits = [...state.spaces].filter(
    ([id, { title = "", private: isPrivate, stage = "RUNNING" }]) =>
      !isPrivate &&
      (asleep || stage === "RUNNING") &&
      words.some((word) => `${id} ${title}`.toLowerCase().includes(word)),
  );
  return {
    body: hits.map(([id, space]) => ({
      id,
      likes: space.likes ?? 0,
      title: space.title ?? id.split("/")[1],
      shortDescription: space.about,
      ai_category: "Other",
      semanticRelevancyScore: 0.5,
      runtime: { stage: space.stage ?? "RUNNING" },
    })),
  };
}

function duplicate(state: HubState, ask: Ask, space: Space): Answer {
  const account = accountOf(state, ask.headers);
  if (!account) return failure(401, "Invalid username or password.");
  if (!account.mayWrite) return failure(403, "Forbidden: this token may not write.");
  const { repository } = JSON.parse(ask.body.toString()) as { repository: string };
  if (state.spaces.has(repository)) return failure(409, "You already created this repo");
  state.spaces.set(repository, { ...space, private: true });
  return { body: { url: `${state.url}/spaces/${repository}` } };
}

function withId(state: HubState, ask: Ask, answer: (id: string, space: Space) => Answer): Answer {
  const id = ask.parts[0] ?? "";
  return visible(state, ask, id, (space) => answer(id, space));
}

/** Without a token the Hub says 401 for what is private and for what is not there; with one it says 404 for both. */
function visible(state: HubState, ask: Ask, id: string, answer: (space: Space) => Answer): Answer {
  const space = state.spaces.get(id);
  const account = accountOf(state, ask.headers);
  if (ask.headers.authorization && !account) return failure(401, "Invalid username or password.");
  if (space && (!space.private || account)) return answer(space);
  return space && !account
    ? failure(401, "Invalid username or password.")
    : failure(404, "Repository not found");
}

function describe(id: string, space: Space) {
  return {
    id,
    author: id.split("/")[0],
    sha: space.sha ?? defaultSha,
    private: space.private ?? false,
    sdk: space.sdk ?? "gradio",
    subdomain: subdomain(id),
    ...(space.url ? { host: space.url } : {}),
    likes: space.likes ?? 0,
    tags: space.tags ?? [],
    cardData: { title: space.title ?? id.split("/")[1] },
    runtime: runtime(space),
  };
}

function runtime({ stage = "RUNNING", errorMessage, builtSha, repository }: Space) {
  return {
    stage,
    ...(builtSha === undefined ? {} : { sha: builtSha }),
    ...(repository?.volumes.length ? { volumes: repository.volumes } : {}),
    ...(errorMessage ? { errorMessage } : {}),
    hardware: { current: stage === "RUNNING" ? "cpu-basic" : null, requested: "cpu-basic" },
    gcTimeout: 172800,
  };
}

function subdomain(id: string): string {
  return id.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
