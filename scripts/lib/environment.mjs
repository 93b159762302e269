// @ts-check
// Everything the tests need besides npm packages, and what of it could not be installed.
import { installCodeServer } from "./code-server.mjs";
import {
  findChromium,
  findPostgres,
  findRedis,
  installDebianPackages,
  serverPackages,
  testPackages,
} from "./debian.mjs";
import { installMcpTools } from "./mcp-tools.mjs";
import { daggrEnvironment, gradioEnvironments, installPythonEnvironments, s3Environment } from "./python.mjs";

/** @typedef {"gradio" | "daggr" | "mcp" | "server" | "chromium" | "redis" | "postgres" | "s3"} Need */

/** @type {Need[]} */
const everything = ["gradio", "daggr", "mcp", "server", "chromium", "redis", "postgres", "s3"];

/** Programs of the system, where the tests find them, and the variable that names one that is elsewhere. */
const programs = {
  chromium: { name: "Chromium", find: findChromium, variable: "DAGGR_CHROMIUM" },
  redis: { name: "Redis server", find: findRedis, variable: "DAGGR_REDIS" },
  postgres: { name: "PostgreSQL", find: findPostgres, variable: "DAGGR_POSTGRES" },
};
/** @typedef {keyof typeof programs} ProgramNeed */
const programNeeds = /** @type {ProgramNeed[]} */ (Object.keys(programs));

/**
 * @param {Set<Need>} [needs] by default everything
 * @returns {Promise<Map<Need, string>>} what is missing, each with the reason
 */
export async function installForTests(needs = new Set(everything)) {
  /** @type {Map<Need, string>} */
  const missing = new Map();
  const packages = [
    ...(needs.has("server") ? serverPackages : []),
    ...(needs.has("gradio") || needs.has("s3") ? testPackages.python : []),
    ...programNeeds.flatMap((need) => (needs.has(need) && !programs[need].find() ? testPackages[need] : [])),
  ];
  // A package's absence matters only if what needs it fails: it may have come from elsewhere.
  const packageProblem = await installDebianPackages(packages);

  /** @param {Need} need @param {() => Promise<unknown>} install */
  const attempt = async (need, install) => {
    if (!needs.has(need)) return;
    try {
      await install();
    } catch (error) {
      missing.set(
        need,
        [error instanceof Error ? error.message : String(error), packageProblem].filter(Boolean).join("\n"),
      );
    }
  };
  await Promise.all([
    attempt("gradio", () => installPythonEnvironments(gradioEnvironments)),
    attempt("server", installCodeServer),
  ]);
  await attempt("daggr", () => installPythonEnvironments([daggrEnvironment]));
  await attempt("s3", () => installPythonEnvironments([s3Environment]));
  // After the server, which installs the same Node.
  await attempt("mcp", installMcpTools);
  for (const need of programNeeds)
    await attempt(need, async () => {
      const { name, find, variable } = programs[need];
      if (!find()) throw new Error(`There is no ${name} (${variable} names one that is elsewhere).`);
    });
  return missing;
}
