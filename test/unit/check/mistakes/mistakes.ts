import type { Analysis } from "../../../../src/runtime/check/analysis.ts";
import { outline } from "../../../../src/runtime/check/features/outline.ts";
import type { OutlineNode } from "../../../../src/runtime/protocol/language.ts";
import { ofFunctions, ofGraphs, ofNames, ofWires } from "./code.ts";
import { ofCalls } from "./calls.ts";
import { ofForms } from "./forms.ts";
import { ofModels, ofSpaces } from "./services.ts";
import { Workflow, type Mistake } from "./writing.ts";

/** Mistakes that an assistant or a person makes, one at a time: of each rule whose mistakes leave enough of the workflow to mend it. */
export function mistakes(analysis: Analysis): readonly Mistake[] {
  const workflow = new Workflow(analysis);
  return [ofSpaces, ofModels, ofNames, ofFunctions, ofWires, ofCalls, ofForms, ofGraphs].flatMap((make) => [
    ...make(workflow),
  ]);
}

/** The rules of which no mistake can be made in the examples that could be mended to the graph that was there before, with the reason. */
export const withoutMistakes: Readonly<Record<string, string>> = {
  "unmet-state": "No Space of the examples keeps a state between its endpoints.",
  unverified: "It says that a service could not be asked, which is no mistake of the file.",
  "other-version":
    "It says that another version of the engine is installed, which is no mistake of the file.",
  "unequal-lists": "No list of the examples has a length that its type tells.",
  "different-outputs": "No example has a choice.",
  "variant-port": "No example has a choice.",
  "reserved-port": "No output of the examples is called as a member of every node is.",
  "invalid-port":
    "What an output was called before it got a number for its name is written nowhere any more.",
  "needs-inputs":
    "The one function that takes its inputs whole is given as many as code makes, which nothing else in the file tells.",
  "wrong-fallback": "No example has a fallback.",
  "shared-state": "No example has a function that runs on workers.",
  "excluded-option": "What was not there before is written nowhere any more.",
  "invalid-number": "Which number was meant is written nowhere.",
  "unnamed-ports": "The names of the ports are written nowhere else.",
  "unnamed-node": "Every node of the examples has a name of its own, which is written nowhere else.",
};

/** What a graph is, apart from how it is written: nodes with their ports, which ports are used where, and which as lists. */
export function structure(analysis: Analysis): unknown {
  const shape = ({ name, kind, target, inputs, outputs, variants }: OutlineNode): unknown => ({
    ...{ name, kind, target },
    inputs: inputs.map((one) => one.name),
    outputs: outputs.map((one) => one.name),
    variants: variants.map(shape),
  });
  const { nodes, graphs } = outline(analysis, 0);
  const { model, file } = analysis;
  return {
    nodes: nodes.map(shape),
    graphs: graphs.map(({ name, exported }) => ({ name, exported })),
    contained: model.graphs.map((graph) => graph.nodes.size),
    calls: model.nodes.map(({ calls = [] }) =>
      calls.map(({ expression }) => expression.getText()).toSorted(),
    ),
    ports: model.ports.map(({ owner, port }) => `${owner.getText()}.${port}`),
    lists: file.text.match(/\.each\b|\.all\(\)/g) ?? [],
  };
}
