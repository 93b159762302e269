import type { ComponentName } from "../../runtime/components/description.ts";
import type { OutputView } from "../../runtime/graph/description.ts";
import type { Subgraph } from "../../runtime/graph/subgraphs.ts";
import type { Json } from "../../runtime/values/value.ts";

/** Components whose type daggr 0.8.0 calls otherwise than by their name in lower case. */
const otherwise: Partial<Record<ComponentName, string>> = {
  Chatbot: "json",
  ImageEditor: "text",
  ImageSlider: "text",
  AnnotatedImage: "text",
  Plot: "text",
  MultimodalTextbox: "text",
  Dialogue: "text",
};

function typeOf(component: ComponentName): string {
  return otherwise[component] ?? component.toLowerCase();
}

/** daggr has no component for a list of items, which is therefore of its type for all else. */
function typeOfView(view: Exclude<OutputView, { kind: "hidden" }>): string {
  return view.kind === "component" ? typeOf(view.component.component) : "text";
}

/** What `GET /api/schema` of daggr 0.8.0 says of a graph; choices and human steps only where there are some. */
export function callSchema(subgraphs: readonly Subgraph[]): Json {
  return {
    subgraphs: subgraphs.map(({ id, inputs, outputs, choices, questions }) => ({
      id,
      inputs: inputs.map(({ id: input, node, port, component }) => ({
        node,
        port,
        type: typeOf(component.component),
        id: input,
      })),
      outputs: outputs.map(({ node, port, view }) => ({ node, port, type: typeOfView(view) })),
      ...(choices.length > 0 && {
        choices: choices.map(({ id: choice, choice: node, variants }) => ({ node, id: choice, variants })),
      }),
      ...(questions.length > 0 && {
        questions: questions.map(({ id: question, node, step, message }) => ({
          node,
          id: question,
          step,
          ...(message !== undefined && { message }),
        })),
      }),
    })),
  };
}
