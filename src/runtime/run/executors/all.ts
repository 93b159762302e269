import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { AllowedPaths } from "../../files/allowed-paths.ts";
import type { Media } from "../../files/media.ts";
import type { RemoteFunctions } from "../remote-functions.ts";
import type { Services } from "../services.ts";
import type { Generation } from "../workflow-code.ts";
import type { Executors } from "../executor.ts";
import { UserCode } from "../user-code.ts";
import { fnExecutor } from "./fn.ts";
import { humanExecutor, type Ask } from "./human.ts";
import { gradioExecutor, inferenceExecutor } from "./service.ts";
import { runs } from "../../graph/node-kinds.ts";

export interface ExecutorTools {
  readonly services: Services;
  readonly ask: Ask;
  readonly media: Media;
  /** Folder for files that functions write. */
  readonly scratch: string;
  /** Folders of the workspace. */
  readonly roots: readonly string[];
  hostLimit(): number;
  /** Undefined where no queue is set. */
  readonly remote?: RemoteFunctions;
}

/** The executors of every kind of node, for one version of a workflow file. */
export function executorsOf(graph: string, generation: Generation, tools: ExecutorTools): Executors {
  const folder = dirname(generation.description.file);
  const scratch = join(tools.scratch, randomUUID());
  const { graphs } = generation.description;
  const allowedPaths = new AllowedPaths({
    folder,
    folders: [...tools.roots, tools.scratch, tools.media.folder],
    allowed: graphs.find(({ name }) => name === graph)?.allowedPaths ?? [],
  });
  const code = new UserCode(graph, generation, tools.media, scratch, folder, allowedPaths);
  const service = { services: tools.services, code, folder, hostLimit: () => tools.hostLimit() };
  return {
    byKind: {
      fn: fnExecutor(code, tools.remote),
      gradio: gradioExecutor(service),
      inference: inferenceExecutor(service),
      human: humanExecutor(tools.ask),
    },
    fallback: (planNode, message, context) => {
      if (!runs(planNode.node)) throw new Error("A card of inputs has no fallback.");
      return code.fallback(planNode.node, message, context);
    },
    draw: (planNode, inputs, context) => {
      if (!runs(planNode.node)) throw new Error("A card of inputs draws nothing.");
      return code.draw(planNode.node, inputs, context);
    },
  };
}
