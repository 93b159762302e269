// @ts-check
// Everything the tests need besides npm packages, and what of it could not be installed.
import { installCodeServer } from "./code-server.mjs";
import { findChromium, installDebianPackages, serverPackages, testPackages } from "./debian.mjs";
import { installMcpTools } from "./mcp-tools.mjs";
import { daggrEnvironment, gradioEnvironments, installPythonEnvironments } from "./python.mjs";

/** @typedef {"gradio" | "daggr" | "mcp" | "server" | "chromium"} Need */

/**
 * @param {Set<Need>} [needs] by default everything
 * @returns {Promise<Map<Need, string>>} what is missing, each with the reason
 */
export async function installForTests(needs = new Set(["gradio", "daggr", "mcp", "server", "chromium"])) {
  /** @type {Map<Need, string>} */
  const missing = new Map();
  const packages = [
    ...(needs.has("server") ? serverPackages : []),
    ...testPackages.filter((name) =>
      name === "chromium" ? needs.has("chromium") && !findChromium() : needs.has("gradio"),
    ),
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
  // After the server, which installs the same Node.
  await attempt("mcp", installMcpTools);
  await attempt("chromium", async () => {
    if (!findChromium())
      throw new Error("There is no Chromium (DAGGR_CHROMIUM names one that is elsewhere).");
  });
  return missing;
}
