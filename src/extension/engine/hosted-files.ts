import type { HostedFiles } from "../../runtime/canvas-host/host.ts";
import type { EngineClient } from "./client.ts";

/** The files of results and inputs, as the engine keeps them. */
export function hostedFiles(engine: EngineClient): HostedFiles {
  return {
    pathOf: async (file) => (await engine.calls()).pathOf(file),
    addFile: async (file) => (await engine.calls()).addFile(file),
  };
}
