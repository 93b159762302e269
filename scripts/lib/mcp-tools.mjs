// @ts-check
// The Model Context Protocol's own test programs: the conformance suite, and the inspector, whose command line is used. Both need
// a newer Node than the project, and neither is part of it.
import { installOnce } from "./cache.mjs";
import { installNode24, node24 } from "./node24.mjs";
import { npmInstallInto } from "./npm.mjs";
import { inCache } from "./paths.mjs";

const packages = {
  conformance: { version: "0.1.16", program: "dist/index.js" },
  inspector: { version: "2.12.0", program: "clients/cli/build/index.js" },
};

/** @typedef {keyof typeof packages} McpTool */

/** @param {McpTool} name */
const folderOf = (name) => `mcp-${name}-${packages[name].version}`;

/**
 * The command that begins a call of one of them. It is there after `installMcpTools`.
 * @param {McpTool} name
 * @returns {[string, string]}
 */
export const mcpTool = (name) => [
  node24,
  inCache(folderOf(name), "node_modules", "@modelcontextprotocol", name, packages[name].program),
];

export async function installMcpTools() {
  await installNode24();
  for (const name of /** @type {const} */ (["conformance", "inspector"])) {
    const spec = `@modelcontextprotocol/${name}@${packages[name].version}`;
    await installOnce(folderOf(name), (folder) => npmInstallInto(folder, spec));
  }
}
