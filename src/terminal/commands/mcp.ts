import { dirname, resolve } from "node:path";
import { version } from "../../../package.json";
import type { AssistantEndpoint } from "../../mcp/http.ts";
import type { LiveLimits } from "../../mcp/runs/live-calls.ts";
import { permissionNames, type Permission } from "../../mcp/permission-names.ts";
import { installAssistant } from "../assistants/install.ts";
import { UsageError } from "../arguments.ts";
import { settings } from "../open.ts";
import { exitCode, printNote, type ExitCode } from "../output.ts";
import { assistantData, cacheFolder, credentials, distFolder } from "../surroundings.ts";

export interface McpCommandOptions {
  /** Permissions, several of them with commas between. */
  readonly allow: readonly string[];
  /** Numbers, as they were written. */
  readonly liveCalls?: string;
  readonly liveSeconds?: string;
  readonly folder?: string;
  /** A program whose assistant is to start it, in place of serving one. */
  readonly install?: string;
  /** With `install`: only say what would be written. */
  readonly print?: true;
}

/** `daggr mcp`: serves a coding assistant until it leaves. */
export async function mcpCommand(options: McpCommandOptions): Promise<ExitCode> {
  const allow = permissionsOf(options.allow);
  const { liveCalls, liveSeconds } = options;
  const liveLimits = {
    ...(liveCalls !== undefined && { calls: amountOf("--live-calls", liveCalls) }),
    ...(liveSeconds !== undefined && { seconds: amountOf("--live-seconds", liveSeconds) }),
  };
  const folder = resolve(options.folder ?? ".");
  if (options.install !== undefined) {
    await installAssistant(options.install, folder, {
      args: argumentsOf(allow, liveLimits),
      print: options.print,
    });
    return exitCode.fine;
  }
  // Large, and of no use to the other commands.
  const { serveAssistant } = await import("../../mcp/stdio.ts");
  await serveAssistant({ ...common(allow), liveLimits, folder, visitors: false });
  return exitCode.fine;
}

/** For assistants of those who may use a served workflow: that file alone, and none of its code changes unless it is allowed. */
export function servedAssistants(file: string, allowed: readonly string[]): AssistantEndpoint {
  const allow = permissionsOf(allowed);
  let started: Promise<AssistantEndpoint> | undefined;
  // Most servers are asked by no assistant.
  const start = async () => {
    const { assistantEndpoint } = await import("../../mcp/http.ts");
    return assistantEndpoint({ ...common(allow), folder: dirname(file), only: file, visitors: true });
  };
  const endpoint = () => {
    const starting = (started ??= start());
    // The next request tries again.
    starting.catch(() => (started = undefined));
    return starting;
  };
  return {
    answer: async (request) => (await endpoint()).answer(request),
    close: async () => (await started?.catch(() => undefined))?.close(),
  };
}

function common(allow: readonly Permission[]) {
  return {
    dist: distFolder,
    cache: cacheFolder(),
    dataOf: assistantData,
    version,
    credentials,
    env: process.env,
    settings: settings(),
    allow,
    log: (text: string) => printNote(text),
  };
}

/** What another program gives `daggr mcp`, so that it does as this command says. */
function argumentsOf(
  allow: readonly Permission[],
  { calls, seconds }: Partial<LiveLimits>,
): readonly string[] {
  return [
    ...(allow.length > 0 ? ["--allow", allow.join(",")] : []),
    ...(calls !== undefined ? ["--live-calls", String(calls)] : []),
    ...(seconds !== undefined ? ["--live-seconds", String(seconds)] : []),
  ];
}

/** @throws {UsageError} where it is no whole number from 0 on */
function amountOf(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${option} takes a whole number from 0 on, not '${text}'.`);
}

/** @throws {UsageError} where a word is none */
function permissionsOf(given: readonly string[]): readonly Permission[] {
  return given
    .flatMap((text) => text.split(","))
    .map((text) => {
      const found = permissionNames.find((name) => name === text.trim());
      if (found === undefined)
        throw new UsageError(`'${text}' cannot be allowed. --allow takes ${permissionNames.join(", ")}.`);
      return found;
    });
}
