import { mkdtemp, rm } from "node:fs/promises";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { createLookup } from "../runtime/check/lookup/create.ts";
import type { OnlineLookup } from "../runtime/check/lookup/online-lookup.ts";
import { isSecretVariable } from "../runtime/failures/secrets.ts";
import type { Credentials } from "../runtime/hub/client.ts";
import type { Environment } from "../runtime/hub/endpoint.ts";
import { registerPresentSecrets } from "../runtime/hub/registered-credentials.ts";
import { relativePaths, type ShowPaths } from "../runtime/text/relative-paths.ts";
import type { EngineSettings } from "../runtime/protocol/session.ts";
import { Checks } from "./checks.ts";
import type { Permission } from "./permission-names.ts";
import { LiveCalls, type LiveLimits } from "./runs/live-calls.ts";
import { RunStore } from "./runs/run-store.ts";
import { Permissions, type Policy } from "./safety/permissions.ts";
import { Workspace } from "./safety/workspace.ts";

export interface ToolHostOptions {
  /** Folder that an assistant works in. */
  readonly folder: string;
  /** The only workflow that it may name. */
  readonly only?: string;
  /** Folder of the bundles, the types and the documentation. */
  readonly dist: string;
  /** Folder for what is remembered of Spaces, models and compiled modules. */
  readonly cache: string;
  /** Where results of a workflow file are kept. */
  readonly dataOf: (file: string) => string;
  readonly version: string;
  readonly credentials: Credentials;
  readonly env: Environment;
  readonly settings: EngineSettings;
  /** What the person allowed beforehand. */
  readonly allow: readonly Permission[];
  /** How much is called beside what is recorded; a few minutes where nothing is said. */
  readonly liveLimits?: Partial<LiveLimits>;
  /** Whether assistants of others may call: those of visitors of a server. */
  readonly visitors: boolean;
  readonly log: (text: string) => void;
}

/** What tools work with: one for each server, however many requests and connections it has. */
export class ToolHost {
  readonly runs = new RunStore();
  readonly liveCalls: LiveCalls;
  readonly #temporary: string[] = [];
  /** Texts as assistants read them: where the workflow lies is no visitor's business. */
  readonly showPaths: ShowPaths;

  private constructor(
    readonly options: ToolHostOptions,
    readonly workspace: Workspace,
    readonly permissions: Permissions,
    /** The Hub and apps, asked without the person's token unless they allowed it. */
    readonly lookup: OnlineLookup,
    readonly checks: Checks,
  ) {
    const { visitors, cache, liveLimits } = options;
    this.liveCalls = new LiveCalls(liveLimits);
    this.showPaths = visitors ? relativePaths(workspace.folder, [cache]) : (text) => text;
  }

  static async start(options: ToolHostOptions): Promise<ToolHost> {
    const { folder, only, dist, version, cache, env, credentials, visitors } = options;
    // Before anything could show them, whether or not they are used.
    await registerPresentSecrets(credentials, env);
    const permissions = new Permissions(
      new Set(options.allow),
      visitors ? ofVisitors : ofThePerson,
      !visitors,
    );
    const isKnown = permissions.policyOf("account") === "allowed";
    const { lookup } = createLookup(isKnown ? { credentials, env, cache } : anonymous(env, cache));
    const workspace = await Workspace.open(folder, only);
    const checks = new Checks(workspace.folder, { dist, lookup, engineVersion: version });
    return new ToolHost(options, workspace, permissions, lookup, checks);
  }

  /** Where the results of a run are kept. Visitors are several: each run of theirs has a folder of its own, so none sees another's inputs. */
  async dataOf(file: string): Promise<string> {
    if (!this.options.visitors) return this.options.dataOf(file);
    const folder = await mkdtemp(join(tmpdir(), "daggr-visitor-"));
    this.#temporary.push(folder);
    return folder;
  }

  /** Removes what was kept for visitors. */
  async close(): Promise<void> {
    await Promise.all(this.#temporary.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

/** An assistant of the person edits files anyway; only the safe fixes of the checker are applied. */
const ofThePerson: Partial<Record<Permission, Policy>> = {
  run: "ask",
  test: "ask",
  live: "ask",
  edit: "allowed",
};

/** Visitors of a served workflow may run it, and change none of its code. Where its owner recorded the calls, the owner alone allows others. */
const ofVisitors: Partial<Record<Permission, Policy>> = { run: "ask", test: "ask" };

/**
 * Nobody learns who the person is: neither their token nor the logins of the environment. What was remembered with their token
 * is in another folder.
 */
function anonymous(env: Environment, cache: string) {
  const nothing = () => Promise.resolve(undefined);
  const open = Object.fromEntries(Object.entries(env).filter(([name]) => !isSecretVariable(name)));
  return {
    credentials: { huggingFaceToken: nothing, login: nothing },
    // In place of the file that `hf auth login` writes.
    env: { ...open, HF_TOKEN_PATH: devNull },
    cache: join(cache, "anonymous"),
  };
}
