import type { GradioNodeDescription, GraphDescription, StepDescription } from "../../graph/description.ts";
import { within } from "../../failures/network.ts";
import { nodesOf } from "../../graph/variants.ts";
import type { StatesOf } from "../../plan/resolved-graph.ts";
import { lookUpLimit, type Services } from "../../run/services.ts";

/** How the nodes of a graph use the states of their apps, as far as it is known. */
export class AppStates {
  #known: StatesOf = () => undefined;

  constructor(private readonly services: Services) {}

  /** Another function each time that something else is known. */
  get of(): StatesOf {
    return this.#known;
  }

  /**
   * Looks up what is known. Apps of which nothing is known are asked only where they are to run, and where the graph calls them more
   * than once: else nobody takes up what a call leaves.
   */
  async take(graph: GraphDescription, running: readonly string[] = []): Promise<void> {
    const nodes = nodesOf(graph).filter((node) => node.kind === "gradio");
    const calls = new Map<string, number>();
    for (const { space } of nodes) calls.set(space, (calls.get(space) ?? 0) + 1);
    const shared = nodes.filter(({ space }) => calls.get(space)! > 1);
    const found = new Map<string, ReturnType<StatesOf>>();
    const wantedApps = new Set(shared.flatMap(({ name, space }) => (running.includes(name) ? [space] : [])));
    const taking = nodes.map(async (node: GradioNodeDescription) => {
      const wanted = wantedApps.has(node.space);
      const ask = wanted ? within(lookUpLimit) : undefined;
      const use = await this.services.stateUse(node, { ask }).catch(() => undefined);
      if (use) found.set(node.name, use);
    });
    await Promise.all(taking);
    if (JSON.stringify([...found].sort()) === this.#text) return;
    this.#text = JSON.stringify([...found].sort());
    this.#known = (step: StepDescription) => found.get(step.name);
  }

  #text = "[]";
}
