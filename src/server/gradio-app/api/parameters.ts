import { filesOf, initialValue, namesFile } from "../../../runtime/components/component-queries.ts";
import type { ComponentDescription } from "../../../runtime/components/description.ts";
import type { InputId } from "../../../runtime/graph/description.ts";
import type { Subgraph, SubgraphQuestion } from "../../../runtime/graph/subgraphs.ts";
import type { Value } from "../../../runtime/values/value.ts";
import { NameList, slug } from "./names.ts";

/** A value that a caller of an endpoint gives. */
export interface Parameter {
  readonly name: string;
  readonly label: string;
  readonly component: ComponentDescription;
  /** Undefined: it has to be given. Files are references. */
  readonly default: Value | undefined;
  readonly gives: Gives;
}

/** What a parameter's value is for. */
export type Gives =
  | { readonly kind: "input"; readonly input: InputId }
  | { readonly kind: "variant"; readonly choice: string }
  | { readonly kind: "answer"; readonly node: string };

/** A parameter, and the cards that use it: endpoints without any of them do not have it. */
export interface PlacedParameter extends Parameter {
  readonly cards: ReadonlySet<string>;
}

/** Files that components bring along, as references. */
export type FileOf = (input: InputId) => Value | undefined;

/** Names that Gradio's clients give a meaning of their own, so that no parameter can have them. */
const reserved = [
  "api_name",
  "fn_index",
  "headers",
  "result_callbacks",
  "session_hash",
  "oauth_token",
  "self",
];

/**
 * What a part of a graph is called with: its canvas inputs, then a selector for each choice, then the answers of its human
 * steps, which have to be known before the call.
 *
 * @param cardOf names of variants → their choice
 */
export function parametersOf(
  { inputs, choices, questions }: Subgraph,
  cardOf: ReadonlyMap<string, string>,
  fileOf: FileOf,
): PlacedParameter[] {
  const names = new NameList(reserved);
  const once = inputs.filter(({ input }, at) => inputs.findIndex((other) => other.input === input) === at);
  const ports = once.map(({ port }) => port);
  const ofInputs = once.map(({ node, port, input, component }): PlacedParameter => {
    const users = inputs.filter((other) => other.input === input);
    const isAlone = ports.filter((other) => other === port).length === 1;
    const name = isAlone ? slug(port, "input") : `${slug(node, "node")}__${slug(port, "input")}`;
    // What only variants take may be missing for another variant.
    const isOptional = users.every(({ choice }) => choice !== undefined);
    return {
      name: names.add(name),
      label: labelOf(component, port),
      component,
      default: fileOf(input) ?? withoutPaths(component) ?? (isOptional ? null : undefined),
      gives: { kind: "input", input },
      cards: new Set(users.map((user) => user.choice ?? user.node)),
    };
  });
  const ofChoices = choices.map(({ choice, variants }): PlacedParameter => ({
    name: names.add(slug(choice, "choice")),
    label: choice,
    component: { component: "Radio", options: { choices: variants } },
    default: variants[0],
    gives: { kind: "variant", choice },
    cards: new Set([choice]),
  }));
  const ofQuestions = questions.map((question) => {
    const card = cardOf.get(question.node);
    return { ...answerOf(question, names, card !== undefined), cards: new Set([card ?? question.node]) };
  });
  return [...ofInputs, ...ofChoices, ...ofQuestions];
}

/** The title of a value: the component's own, else the port's name. */
export function labelOf({ options }: ComponentDescription, port: string): string {
  const { label } = options;
  return typeof label === "string" && label !== "" ? label : port;
}

function answerOf(
  { node, step, message }: SubgraphQuestion,
  names: NameList,
  isOptional: boolean,
): Parameter {
  const component = ({ approve: "Checkbox", "text-input": "Textbox", "choose-one": "JSON" } as const)[step];
  return {
    name: names.add(`${slug(node, "step")}_answer`),
    label: message ?? node,
    component: { component, options: {} },
    default: isOptional ? null : undefined,
    gives: { kind: "answer", node },
  };
}

/** What a component starts with. A path that could not be read says nothing to a caller. */
function withoutPaths(component: ComponentDescription): Value | undefined {
  const initial = initialValue(component);
  return initial === null || (filesOf(component).kind !== "none" && namesFile(component, initial))
    ? undefined
    : initial;
}
