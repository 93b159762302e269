import { hubMessage, type HubAnswer, type HubClient } from "../../runtime/hub/client.ts";
import { refusal, type Attempt } from "./refusals.ts";
import type { SpaceTarget } from "./space-target.ts";
import { bucketVolume, volumeOf } from "./volumes.ts";

type Values = Readonly<Record<string, string>>;

export interface SpaceSettings {
  readonly sdk: "docker" | "static";
  readonly private: boolean;
  /** Undefined: what it has, or the free one. */
  readonly hardware?: string;
  readonly secrets: Values;
  readonly variables: Values;
  /** Keeps sheets over restarts. */
  readonly storage: boolean;
}

export interface PrepareOptions {
  readonly signal: AbortSignal;
  readonly wait: (attempt: number) => Promise<void>;
  /** Of a new Space: by its tag it is known as daggr's own, even where nothing more could be uploaded. */
  readonly readme: string;
}

/** Times that a creation is tried again while another one of the same account is under way. */
const conflicts = 5;

/**
 * Creates the Space, or gives the one that is there its settings; what it has besides stays.
 * @throws {DeployError} where the Hub refuses
 */
export async function prepareSpace(
  client: HubClient,
  target: SpaceTarget,
  settings: SpaceSettings,
  options: PrepareOptions,
): Promise<void> {
  const requests = new Requests(client, target, settings, options.signal);
  if (target.existing) await update(requests, target, settings);
  else await create(requests, target, settings, options);
  if (settings.storage) await mountStorage(requests, target);
}

/** Questions about one Space, with words for the refusals. */
class Requests {
  readonly #attempt: Pick<Attempt, "space" | "account" | "hardware">;

  constructor(
    private readonly client: HubClient,
    { id, account }: SpaceTarget,
    { hardware }: SpaceSettings,
    private readonly signal: AbortSignal,
  ) {
    this.#attempt = { space: id, account, ...(hardware === undefined ? {} : { hardware }) };
  }

  send(method: "POST" | "PUT", path: string, body: unknown): Promise<HubAnswer> {
    return this.client.ask(path, { method, body, signal: this.signal });
  }

  /** @throws {DeployError} for a refusal */
  accept(answer: HubAnswer, attempt: Pick<Attempt, "doing" | "forStorage">): void {
    if (answer.status >= 300) throw refusal(answer, { ...this.#attempt, ...attempt });
  }

  /** @throws {DeployError} for a refusal */
  async change(method: "POST" | "PUT", path: string, body: unknown, doing: string): Promise<void> {
    this.accept(await this.send(method, `/api/spaces/${this.#attempt.space}/${path}`, body), { doing });
  }
}

async function create(
  requests: Requests,
  { id }: SpaceTarget,
  { sdk, hardware, secrets, variables, ...settings }: SpaceSettings,
  { wait, readme }: PrepareOptions,
): Promise<void> {
  const [organization, name] = id.split("/");
  const listed = (values: Values) => Object.entries(values).map(([key, value]) => ({ key, value }));
  const body = {
    ...{ type: "space", organization, name, sdk, hardware },
    visibility: settings.private ? "private" : undefined,
    secrets: listed(secrets),
    variables: listed(variables),
    files: [{ path: "README.md", encoding: "base64", content: Buffer.from(readme).toString("base64") }],
  };
  const send = () => requests.send("POST", "/api/repos/create", body);
  let answer = await send();
  for (let attempt = 1; isConflict(answer) && attempt <= conflicts; attempt += 1) {
    await wait(attempt);
    answer = await send();
  }
  requests.accept(answer, { doing: "create the Space" });
}

/** The Hub creates one repository of an account at a time, and says 409 for that too. */
function isConflict(answer: HubAnswer): boolean {
  return answer.status === 409 && /another conflicting operation is in progress/i.test(hubMessage(answer));
}

async function update(requests: Requests, { existing }: SpaceTarget, settings: SpaceSettings): Promise<void> {
  // First, so that nothing that follows is seen by others.
  if (settings.private && !existing?.private)
    await requests.change("PUT", "settings", { visibility: "private" }, "make the Space private");
  for (const [key, value] of Object.entries(settings.secrets))
    await requests.change("POST", "secrets", { key, value }, `set the secret ${key}`);
  for (const [key, value] of Object.entries(settings.variables))
    await requests.change("POST", "variables", { key, value }, `set the variable ${key}`);
  if (settings.hardware !== undefined) {
    const doing = `give the Space the hardware '${settings.hardware}'`;
    await requests.change("POST", "hardware", { flavor: settings.hardware }, doing);
  }
}

/** After the Space is there, so that no bucket stays behind where it cannot be. */
async function mountStorage(requests: Requests, { id, existing }: SpaceTarget): Promise<void> {
  const mounted = existing?.volumes ?? [];
  if (volumeOf(mounted)) return;
  const bucket = bucketVolume(id);
  // Sheets are nobody else's.
  const made = await requests.send("POST", `/api/buckets/${bucket.source}`, { visibility: "private" });
  // One that an earlier deployment made has its sheets.
  if (made.status !== 409)
    requests.accept(made, { doing: `create the storage bucket ${bucket.source}`, forStorage: true });
  await requests.change("PUT", "volumes", { volumes: [...mounted, bucket] }, "mount the storage");
}
