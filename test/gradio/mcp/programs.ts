import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mcpTool } from "../../../scripts/lib/mcp-tools.mjs";

/** Runs one of the protocol's test programs to its end; `home` is where it may keep things. */
function run(name: "conformance" | "inspector", home: string, args: readonly string[]) {
  const [command, program] = mcpTool(name);
  const env = { ...process.env, HOME: home, MCP_CATALOG_PATH: join(home, "catalog.json") };
  return new Promise<{ failed: boolean; stdout: string; stderr: string }>((resolve) =>
    execFile(
      command,
      [program, ...args],
      { cwd: home, env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ failed: error !== null, stdout, stderr }),
    ),
  );
}

/** What the conformance suite found in one respect. */
export interface Check {
  readonly id: string;
  readonly status: "SUCCESS" | "FAILURE" | "WARNING" | "INFO" | "SKIPPED";
  readonly errorMessage?: string;
}

/** The suite's scenarios for servers. */
export async function serverScenarios(home: string): Promise<readonly string[]> {
  const { stdout } = await run("conformance", home, ["list", "--server"]);
  return [...stdout.matchAll(/^ {2}- (\S+)/gm)].map(([, name = ""]) => name);
}

/** Runs all of them, also those that the suite itself takes for unfinished, and gives what was found in each. */
export async function runScenarios(
  home: string,
  url: string,
  label: string,
): Promise<ReadonlyMap<string, readonly Check[]>> {
  const folder = join(home, label);
  await run("conformance", home, ["server", "--url", url, "--suite", "all", "--output-dir", folder]);
  return new Map(
    readdirSync(folder).map((name) => [
      // `server-NAME-TIME`
      name.replace(/^server-/, "").replace(/-\d{4}-\d\d-\d\dT.*$/, ""),
      // The cast: the suite's own format.
      JSON.parse(readFileSync(join(folder, name, "checks.json"), "utf8")) as Check[],
    ]),
  );
}

/** Runs the inspector's command line, and gives the result of the method. */
export async function inspect<T>(home: string, args: readonly string[]): Promise<T> {
  const { failed, stdout, stderr } = await run("inspector", home, [...args, "--quiet", "--format", "json"]);
  if (failed) throw new Error(`The inspector failed (${args.join(" ")}): ${stderr}${stdout}`);
  return (JSON.parse(stdout) as { readonly result: T }).result;
}
