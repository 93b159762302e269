import type { EndpointInfo, ParameterInfo } from "../../runtime/gradio/schema/api-info.ts";
import { createServiceCatalog } from "../../runtime/services.ts";
import { exitCode, printJson, printLine, printNote, styled, type ExitCode } from "../output.ts";
import { askingCredentials } from "../logins.ts";
import { cacheFolder } from "../surroundings.ts";

/** `daggr api`: exit code 1 where the Space cannot be asked. */
export async function apiCommand(space: string, options: { json?: true }): Promise<ExitCode> {
  const { apis } = createServiceCatalog({
    credentials: askingCredentials,
    cacheFolder: cacheFolder(),
    env: process.env,
  });
  const known = await apis.get(space, { fresh: true });
  if (known.kind === "unknown") {
    printNote([known.failure.message, known.failure.help].filter((text) => text !== undefined).join("\n"));
    return exitCode.wrong;
  }
  if (options.json) printJson(known.api);
  else known.api.endpoints.forEach(printEndpoint);
  return exitCode.fine;
}

function printEndpoint({ name, description, parameters, returns, generator }: EndpointInfo): void {
  printLine(styled("bold", String(name)), generator ? "  (streams)" : "");
  if (description !== undefined) printLine(`  ${description}`);
  for (const parameter of parameters) printLine(`  ${parameter.name}: ${describe(parameter)}`);
  for (const { label, component, type } of returns) printLine(`  → ${label} (${component}): ${type}`);
  printLine();
}

function describe({ component, type, required, default: value, choices }: ParameterInfo): string {
  const allowed =
    choices === undefined ? "" : `, one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`;
  return `${type} (${component})${required ? ", required" : ` = ${JSON.stringify(value)}`}${allowed}`;
}
