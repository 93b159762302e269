import { join } from "node:path";
import type { ts } from "../typescript.ts";
import { addApiTypes } from "./api-types.ts";
import { resolveDaggr } from "./resolve.ts";

/**
 * Loaded by TypeScript's server from the extension's own node_modules. Lets `import … from "daggr"` resolve where nobody
 * installed it, adds the types of Spaces that `daggr types` wrote, and does nothing else.
 */
export default function init(): ts.server.PluginModule {
  return {
    create({ languageServiceHost, languageService }) {
      // This file is <extension>/node_modules/daggr-typescript-plugin/index.js.
      resolveDaggr(languageServiceHost, join(import.meta.dirname, "../../dist/types"));
      addApiTypes(languageServiceHost);
      return languageService;
    },
  };
}
