import { engine } from "../../../src/runtime/daggr/engine.ts";
import type { Origins } from "../../../src/runtime/daggr/site.ts";
import { parametersOf } from "../../../src/runtime/compile/syntax/function-parameters.ts";
import type { GraphDescription, NodeDescription } from "../../../src/runtime/graph/description.ts";
import { Graph, type AnyNode } from "../../../src/runtime/daggr/public.ts";

/** Describes graphs of which the given objects were assigned to variables, each in a line of its own. */
export function describeAll(
  graphs: readonly unknown[],
  variables: Readonly<Record<string, unknown>> = {},
): readonly GraphDescription[] {
  return engine.describe(graphs as object[], originsOf(variables));
}

export function describeOne(
  graph: unknown,
  variables: Readonly<Record<string, unknown>> = {},
): GraphDescription {
  return describeAll([graph], variables)[0]!;
}

/** Describes a graph of some nodes. */
export function describeNodes(
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, NodeDescription>> {
  const graph = new Graph({ name: "graph", nodes: Object.values(variables) as AnyNode[] });
  return Object.fromEntries(describeOne(graph, variables).nodes.map((node) => [node.name, node]));
}

function originsOf(variables: Readonly<Record<string, unknown>>): Origins {
  const entries = Object.entries(variables);
  return {
    siteOf: (made) => {
      const index = entries.findIndex(([, value]) => value === made);
      const known = {
        variable: entries[index]?.[0].replace(/\d*$/, ""),
        source: { file: "w.ts", line: index + 1, column: 1 },
      };
      return {
        ...(index >= 0 && known),
        code: `code ${index}`,
        sharesState: false,
        callable: (input) => `code ${index} ${input}`,
      };
    },
    inputsOf: parametersOf,
  };
}

/** The message of what a function throws, with its help. */
export function mistakeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "WorkflowError") throw error;
    const { help } = (error as Error & { details: { help?: string } }).details;
    return help === undefined ? error.message : `${error.message} ${help}`;
  }
  return "no mistake";
}
