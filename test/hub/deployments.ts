import { createHash } from "node:crypto";
import { failure, type Answer, type Ask, type Route } from "./http.ts";
import { accountOf, type Account, type HubState, type Space, type SpaceRepository } from "./state.ts";

const space = "([^/]+/[^/]+)";

/** What makes and changes Spaces: repositories, commits, settings, logs. */
export function deploymentRoutes(state: HubState): Route[] {
  const route = (method: Route["method"], path: string, answer: Changing): Route => ({
    method,
    path: new RegExp(`^${path}$`),
    answer: (ask) => {
      const account = accountOf(state, ask.headers);
      if (!account) return failure(401, "Invalid username or password.");
      return answer(ask, account);
    },
  });
  const onSpace = (method: Route["method"], path: string, change: OnSpace): Route =>
    route(method, `/api/spaces/${space}/${path}`, (ask, account) => {
      const id = ask.parts[0] ?? "";
      const found = state.spaces.get(id);
      if (!found) return failure(404, "Repository not found");
      if (!mayWriteTo(account, id)) return failure(403, "Forbidden: you may not write to this repository.");
      found.repository ??= emptyRepository();
      return change(ask, found, found.repository);
    });
  const fields = (ask: Ask) => JSON.parse(ask.body.toString()) as Record<string, unknown>;

  return [
    route("POST", "/api/repos/create", (ask, account) => create(state, fields(ask), account)),
    route("POST", "/api/buckets/([^/]+/[^/]+)", (ask, account) => {
      const id = ask.parts[0] ?? "";
      if (!mayWriteTo(account, id)) return failure(403, "Forbidden");
      if (state.buckets.has(id)) return failure(409, "You already created this bucket");
      state.buckets.set(id, fields(ask)["visibility"] === "private" ? "private" : "public");
      return { body: { url: `${state.url}/buckets/${id}` } };
    }),
    onSpace("POST", "preupload/main", (ask) => ({
      body: {
        files: (fields(ask)["files"] as { path: string }[]).map(({ path }) => ({
          path,
          uploadMode: isLarge(path) ? "lfs" : "regular",
          shouldIgnore: false,
        })),
      },
    })),
    route("POST", `/spaces/${space}\\.git/info/lfs/objects/batch`, (ask) => ({
      headers: { "content-type": "application/vnd.git-lfs+json" },
      body: JSON.stringify({
        transfer: "basic",
        objects: (fields(ask)["objects"] as { oid: string; size: number }[]).map(({ oid, size }) => ({
          oid,
          size,
          ...(state.objects.has(oid) ? {} : { actions: { upload: { href: `${state.url}/lfs/${oid}` } } }),
        })),
      }),
    })),
    {
      method: "PUT",
      path: /^\/lfs\/(\w+)$/,
      answer: ({ parts: [oid = ""], body }) => {
        if (createHash("sha256").update(body).digest("hex") !== oid) return failure(400, "Wrong content");
        state.objects.set(oid, body);
        return { body: "" };
      },
    },
    onSpace("POST", "commit/main", (ask, found, repository) => commit(state, ask, found, repository)),
    onSpace("GET", "tree/main", (_ask, _found, { files }) => ({
      body: [...files].map(([path, bytes]) => ({ type: "file", path, size: bytes.length, oid: "0" })),
    })),
    onSpace("POST", "secrets", (ask, _found, { secrets }) => {
      secrets[String(fields(ask)["key"])] = String(fields(ask)["value"]);
      return { body: {} };
    }),
    onSpace("POST", "variables", (ask, _found, { variables }) => {
      variables[String(fields(ask)["key"])] = String(fields(ask)["value"]);
      return { body: {} };
    }),
    onSpace("POST", "hardware", (ask, _found, repository) => {
      repository.hardware = String(fields(ask)["flavor"]);
      return { body: {} };
    }),
    onSpace("PUT", "volumes", (ask, _found, repository) => {
      repository.volumes = fields(ask)["volumes"] as SpaceRepository["volumes"];
      return { body: {} };
    }),
    onSpace("PUT", "settings", (ask, found) => {
      found.private = fields(ask)["visibility"] === "private";
      return { body: {} };
    }),
    onSpace("GET", "logs/(build|run)", (ask, _found, { logs }) => ({
      headers: { "content-type": "text/event-stream" },
      body: events(logs[ask.parts[1] as "build" | "run"] ?? []),
    })),
  ];
}

type Changing = (ask: Ask, account: Account) => Answer;
type OnSpace = (ask: Ask, found: Space, repository: SpaceRepository) => Answer;

interface Creation {
  readonly name?: string;
  readonly organization?: string;
  readonly sdk?: string;
  readonly visibility?: string;
  readonly hardware?: string;
  readonly secrets?: readonly { readonly key: string; readonly value: string }[];
  readonly variables?: readonly { readonly key: string; readonly value: string }[];
  readonly files?: readonly { readonly path: string; readonly content: string }[];
}

function create(state: HubState, wanted: Creation, account: Account): Answer {
  const id = `${wanted.organization ?? account.name}/${wanted.name}`;
  if (!mayWriteTo(account, id))
    return failure(403, `You don't have the rights to create a space under ${id}`);
  if (state.spaces.has(id)) return failure(409, "You already created this space repo");
  if (wanted.sdk === "docker" && account.free)
    return failure(402, "Docker Spaces on cpu-basic need a PRO subscription");
  const entries = (list: Creation["secrets"] = []) =>
    Object.fromEntries(list.map(({ key, value }) => [key, value]));
  const files = new Map(
    (wanted.files ?? []).map(({ path, content }) => [path, Buffer.from(content, "base64")]),
  );
  state.spaces.set(id, {
    tags: tagsOf(files),
    ...(wanted.sdk === undefined ? {} : { sdk: wanted.sdk }),
    private: wanted.visibility === "private",
    stage: "NO_APP_FILE",
    repository: {
      ...emptyRepository(),
      files,
      ...(wanted.hardware === undefined ? {} : { hardware: wanted.hardware }),
      secrets: entries(wanted.secrets),
      variables: entries(wanted.variables),
    },
  });
  return { body: { url: `${state.url}/spaces/${id}`, id } };
}

type Line =
  | { readonly key: "header"; readonly value: { readonly summary: string } }
  | { readonly key: "file"; readonly value: { readonly path: string; readonly content: string } }
  | { readonly key: "lfsFile"; readonly value: { readonly path: string; readonly oid: string } }
  | { readonly key: "deletedFile"; readonly value: { readonly path: string } };

function commit(state: HubState, ask: Ask, found: Space, repository: SpaceRepository): Answer {
  const lines = ask.body
    .toString()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  for (const { key, value } of lines) {
    if (key === "file") repository.files.set(value.path, Buffer.from(value.content, "base64"));
    if (key === "deletedFile") repository.files.delete(value.path);
    if (key !== "lfsFile") continue;
    const bytes = state.objects.get(value.oid);
    if (!bytes) return failure(400, `The LFS object of ${value.path} was not uploaded`);
    repository.files.set(value.path, bytes);
  }
  const readme = repository.files.get("README.md")?.toString() ?? "";
  found.sdk = /^sdk: (\w+)$/m.exec(readme)?.[1] ?? "gradio";
  found.tags = tagsOf(repository.files);
  // A commit has a time and a parent, so no two are equal.
  found.sha = createHash("sha1").update(`${found.sha}`).update(ask.body).digest("hex");
  // The Hub goes on telling the stage of the commit before for a moment.
  repository.coming = [...state.stagesOfBuild];
  return { body: { success: true, commitOid: found.sha, commitUrl: `${state.url}/commit/${found.sha}` } };
}

function tagsOf(files: ReadonlyMap<string, Buffer>): string[] {
  const [front = ""] = (files.get("README.md")?.toString() ?? "").split("\n---");
  return [...front.matchAll(/^ +- (\w+)$/gm)].map(([, name]) => name!);
}

/** The next stage of a Space that is being built. */
export function advance(found: Space): void {
  const next = found.repository?.coming.shift();
  if (next === undefined) return;
  found.stage = next;
  found.builtSha = found.sha ?? "";
}

async function* events(lines: readonly string[]): AsyncGenerator<string> {
  yield "data:\n\n";
  for (const line of lines) {
    const timestamp = new Date(0).toISOString();
    yield await Promise.resolve(`data: ${JSON.stringify({ data: `${line}\n`, timestamp })}\n\n`);
  }
}

function emptyRepository(): SpaceRepository {
  return { files: new Map(), secrets: {}, variables: {}, volumes: [], logs: {}, coming: [] };
}

function mayWriteTo({ name, mayWrite, organizations = [] }: Account, id: string): boolean {
  return mayWrite && [name, ...organizations].includes(id.split("/")[0] ?? "");
}

/** As the Hub's own `.gitattributes` says. */
function isLarge(path: string): boolean {
  return /\.(wasm|ttf|woff2?|png|jpe?g|webp|bin|zip)$/.test(path);
}
