import { stateUseOf, type AppStates } from "../../../gradio/schema/app-states.ts";
import { linkStates, type StateUser } from "../../../graph/app-states.ts";
import { quoteList } from "../../../text/similarity.ts";
import { isValidated, type Analysis, type SpaceCall } from "../../analysis.ts";
import type { GraphSite, NodeSite } from "../../model/model.ts";
import { joinedPort } from "../../model/ports.ts";
import { spanOf, type Rule, type RuleDiagnostic } from "../rule.ts";

export const unmetState: Rule = {
  code: "unmet-state",
  severity: "warning",
  summary: "A node works with what another endpoint leaves in its Space, and no node calls that one.",
  explanation:
    "Some endpoints take more than their parameters: a Space keeps values for each session (`gr.State`), which one endpoint " +
    "leaves and another takes up. Nodes of one graph share a session where they need it: a node takes up what the node left " +
    "that it is wired to, be it through others. So the graph needs a node that calls the other endpoint, and where there are " +
    "several, a wire that says which one is meant.",
  wrong: `const mesh = new GradioNode("owner/sculptor", { apiName: "/make3d", inputs: { note: "now" } });
export default new Graph({ name: "Sculptor", nodes: [mesh] });`,
  right: `const views = new GradioNode("owner/sculptor", {
  apiName: "/views",
  inputs: { prompt: "a chair" },
  outputs: { views: gr.Textbox() },
});
const mesh = new GradioNode("owner/sculptor", { apiName: "/make3d", inputs: { note: views.views } });
export default new Graph({ name: "Sculptor", nodes: [mesh] });`,
  *check(analysis) {
    const told = new Set<NodeSite>();
    for (const graph of analysis.model.graphs) {
      if (!graph.complete) continue;
      const calls = analysis.calls.filter(({ site }) => graph.nodes.has(site));
      const unclear = unclearOf(graph, calls, analysis);
      for (const call of calls) {
        if (told.has(call.site) || !isValidated(call.site)) continue;
        const problem = unclear.get(call) ?? unwritten(call, calls);
        if (problem) told.add(call.site);
        if (problem) yield problem;
      }
    }
  },
};

function spanAt({ apiName, target, expression }: NodeSite): RuleDiagnostic["at"] {
  return spanOf(apiName?.literal?.node ?? target?.node ?? expression);
}

/** A state that the endpoint reads and never writes, and that is empty until another endpoint of the app writes it. */
function unwritten(call: SpaceCall, calls: readonly SpaceCall[]): RuleDiagnostic | undefined {
  const { states } = call.api;
  if (!states) return undefined;
  const use = stateUseOf(states, call.endpoint.index);
  const others = calls.filter(({ site, space }) => site !== call.site && space === call.space);
  for (const state of use.reads) {
    if (use.writes.includes(state) || states.filled.includes(state)) continue;
    const writers = writersOf(states, state);
    // What the page does when it opens may be how a state that is given as a function gets its first value.
    if (writers.some(({ onLoad }) => onLoad)) continue;
    if (others.some(({ endpoint }) => writers.some(({ index }) => index === endpoint.index))) continue;
    return {
      at: spanAt(call.site),
      message: `The ${call.title} works with ${whatIsMissing(writers, state)}`,
    };
  }
  return undefined;
}

function whatIsMissing(writers: AppStates["endpoints"], state: number): string {
  // Those that only change it need another one before them.
  const first = writers.filter(({ reads }) => !reads.includes(state));
  const names = (first.length > 0 ? first : writers).flatMap(({ name }) => name ?? []);
  if (names.length === 0) return "what only the Space's own page leaves there, which no call can do.";
  return names.length === 1
    ? `what ${quoteList(names)} leaves in the Space, and no node of the graph calls that.`
    : `what one of ${quoteList(names)} leaves in the Space, and no node of the graph calls any of them.`;
}

function writersOf({ endpoints }: AppStates, state: number): AppStates["endpoints"] {
  return endpoints.filter(({ writes }) => writes.includes(state));
}

/** The calls for which it is not certain whose states they take up. */
function unclearOf(
  graph: GraphSite,
  calls: readonly SpaceCall[],
  { sites, values }: Analysis,
): ReadonlyMap<SpaceCall, RuleDiagnostic> {
  const nodes = [...graph.nodes];
  // Which alternative is used, and how often one is made, only the run shows.
  if (
    calls.every(({ api }) => !api.states) ||
    nodes.some(({ kind, repeated }) => kind === "choice" || repeated)
  )
    return new Map();
  const nameOf = (site: NodeSite) => String(nodes.indexOf(site));
  const needs = new Map(
    nodes.map((site) => {
      const ports = [...(site.inputs?.entries.values() ?? [])].flatMap(
        ({ value }) => (value && joinedPort(value, values)) ?? [],
      );
      return [nameOf(site), ports.flatMap(({ use }) => sites.resolve(use.owner).sites.map(nameOf))] as const;
    }),
  );
  const users = new Map(
    calls.map(({ site, space, api, endpoint }): [string, StateUser] => {
      const { reads, writes } = stateUseOf(api.states, endpoint.index);
      return [nameOf(site), { app: space, reads, writes, leaves: true }];
    }),
  );
  const links = linkStates(users, needs);
  const problems = calls.flatMap((call): [SpaceCall, RuleDiagnostic][] => {
    const between = links.get(nameOf(call.site))?.unclear?.map((name) => nodes[Number(name)]!);
    if (!between) return [];
    const message = `The ${call.title} works with what another node leaves in the Space, and ${between.length} nodes do: wire an output of the one that is meant into this one.`;
    const related = between.map(({ expression }) => ({ node: expression, message: "One of them." }));
    return [[call, { at: spanAt(call.site), message, related, severity: "error" }]];
  });
  return new Map(problems);
}
