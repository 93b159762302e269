import type {
  GradioNodeDescription,
  GraphDescription,
  InferenceNodeDescription,
} from "../../graph/description.ts";
import { nodesOf } from "../../graph/variants.ts";
import type { Services } from "../../run/services.ts";
import type { Notice } from "../../protocol/canvas.ts";
import type { EngineSettings } from "../../protocol/session.ts";
import { StepError } from "../../failures/failure.ts";
import { callsService } from "../../graph/node-kinds.ts";

type ServiceNode = GradioNodeDescription | InferenceNodeDescription;

/** How many are asked for at a time. */
const atATime = 8;

/**
 * The commits of Spaces and models that a graph's results were made with: remembered at first use, and compared with the
 * present ones. A key has the accepted commit in it, so accepting a new one makes results stale.
 */
export class Commits {
  #nodes = new Map<string, ServiceNode>();
  /** Newer ones that nobody accepted yet, by what they belong to. */
  readonly #newer = new Map<string, string>();

  constructor(
    private readonly services: Services,
    private readonly accepted: Record<string, string>,
    private readonly check: () => EngineSettings["dependencyCheck"],
    private readonly keep: (accepted: Readonly<Record<string, string>>) => void,
  ) {}

  setGraph(graph: GraphDescription): void {
    this.#nodes = new Map();
    for (const node of nodesOf(graph)) {
      if (callsService(node)) this.#nodes.set(node.name, node);
    }
  }

  acceptedCommit(node: string): string | undefined {
    const found = this.#nodes.get(node);
    return found && this.accepted[sourceOf(found)];
  }

  /** Remembers the commits of nodes that are used for the first time, before their keys are made. */
  async beforeUse(nodes: readonly string[]): Promise<void> {
    const unknown = nodes.flatMap((name) => {
      const node = this.#nodes.get(name);
      return node && this.accepted[sourceOf(node)] === undefined ? [node] : [];
    });
    await this.#ask(unknown, (source, commit) => {
      this.accepted[source] ??= commit;
    });
    if (unknown.length > 0) this.keep(this.accepted);
  }

  /** Compares with the present commits; resolves with true if there is something to report or something became stale. */
  async compare(): Promise<boolean> {
    const check = this.check();
    if (check === "skip") return false;
    const used = [...this.#nodes.values()].filter((node) => this.accepted[sourceOf(node)] !== undefined);
    let changed = false;
    await this.#ask(used, (source, commit) => {
      if (this.accepted[source] === commit || this.#newer.get(source) === commit) return;
      changed = true;
      if (check === "update") this.accepted[source] = commit;
      else this.#newer.set(source, commit);
    });
    if (changed && check === "update") this.keep(this.accepted);
    return changed;
  }

  /** Throws where a node's Space or model changed and the settings make that an error. */
  assertUnchanged(nodes: readonly string[]): void {
    if (this.check() !== "error") return;
    for (const name of nodes) {
      const node = this.#nodes.get(name);
      const newer = node && this.#newer.get(sourceOf(node));
      if (!newer) continue;
      throw new StepError({
        message: `${titleOf(node)} was updated since '${name}' used it first.`,
        help: "Accept the update on the canvas, or set DAGGR_DEPENDENCY_CHECK to 'update' or 'skip'.",
        at: node.source,
      });
    }
  }

  accept(node: string): void {
    const found = this.#nodes.get(node);
    const source = found && sourceOf(found);
    const newer = source !== undefined ? this.#newer.get(source) : undefined;
    if (source === undefined || newer === undefined) return;
    this.accepted[source] = newer;
    this.#newer.delete(source);
    this.keep(this.accepted);
  }

  /** One notice per Space or model that was updated. */
  get notices(): Notice[] {
    const told = new Set<string>();
    const notices: Notice[] = [];
    for (const node of this.#nodes.values()) {
      const source = sourceOf(node);
      if (!this.#newer.has(source) || told.has(source)) continue;
      told.add(source);
      const actions: Notice["actions"] = [
        { type: "accept-commit", title: "Accept the update", node: node.name },
        ...(node.kind === "gradio"
          ? [{ type: "duplicate-space", title: "Keep the old version", node: node.name } as const]
          : []),
        { type: "dismiss", title: "Dismiss" },
      ];
      notices.push({
        id: `commit ${source}`,
        level: "warning",
        text: `${titleOf(node)} was updated.`,
        actions,
      });
    }
    return notices;
  }

  /** The commit that a node's results were made with, where a newer one is not accepted. */
  oldCommit(node: string): string | undefined {
    return this.acceptedCommit(node);
  }

  async #ask(nodes: readonly ServiceNode[], found: (source: string, commit: string) => void): Promise<void> {
    const todo = [...new Map(nodes.map((node) => [sourceOf(node), node]))];
    const work = async () => {
      for (let next = todo.shift(); next; next = todo.shift()) {
        // Offline, private or a plain address: nothing is known, nothing is compared.
        const commit = await this.services.commitOf(next[1]).catch(() => undefined);
        if (commit !== undefined) found(next[0], commit);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atATime, todo.length) }, work));
  }
}

function sourceOf(node: ServiceNode): string {
  return node.kind === "gradio" ? `space ${node.space}` : `model ${node.model}`;
}

function titleOf(node: ServiceNode): string {
  return node.kind === "gradio" ? `The Space '${node.space}'` : `The model '${node.model}'`;
}
