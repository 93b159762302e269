import { isDeepStrictEqual } from "node:util";
import { StepError } from "../runtime/failures/failure.ts";
import type { GraphDescription } from "../runtime/graph/description.ts";
import { asksPerson } from "../runtime/graph/node-kinds.ts";
import { nodesOf } from "../runtime/graph/variants.ts";
import type { Question } from "../runtime/protocol/canvas.ts";
import type { Ask } from "../runtime/run/executors/human.ts";
import type { Value } from "../runtime/values/value.ts";
import { parseValue, UsageError } from "./arguments.ts";

export interface GivenAnswer {
  readonly node: string;
  readonly answer: string;
}

/** `NODE=ANSWER` */
export function parseAnswer(text: string): GivenAnswer {
  const equals = text.indexOf("=");
  if (equals <= 0)
    throw new UsageError(
      `'${text}' is no answer. Write --answer NODE=ANSWER, such as --answer approved=yes or --answer "title=A red fox".`,
    );
  return { node: text.slice(0, equals), answer: text.slice(equals + 1) };
}

/**
 * Answers the questions of human steps with what the command line gave, and asks `otherwise` where it gave nothing. Several
 * answers of one node count in their order, the last one for all further questions.
 */
export function answerWith(given: readonly GivenAnswer[], otherwise: Ask): Ask {
  const answers = new Map<string, string[]>();
  for (const { node, answer } of given) answers.set(node, [...(answers.get(node) ?? []), answer]);
  return async (node, question, signal) => {
    const list = answers.get(node);
    if (list === undefined) return otherwise(node, question, signal);
    const text = list.length > 1 ? list.shift()! : list[0]!;
    const answer = understood(question, text);
    if (answer !== undefined) return answer;
    throw new StepError({
      message: `'${text}' does not answer the question of '${node}': "${question.message}".`,
      help: answersOf(node, question),
    });
  };
}

/** @throws {UsageError} where a node asks nothing, or there is none of its name */
export function mustAsk(graph: GraphDescription, node: string): void {
  const asking = nodesOf(graph).filter((candidate) => asksPerson(candidate));
  if (asking.some(({ name }) => name === node)) return;
  const names = asking.map(({ name }) => name);
  throw new UsageError(
    `The graph '${graph.name}' has no human step '${node}' to answer. ${names.length > 0 ? `It has ${names.join(", ")}.` : "It has none."}`,
  );
}

/** The answer in the form in which the canvas gives it, or undefined where the text is none. */
export function understood(question: Question, line: string): Value | undefined {
  const text = line.trim();
  switch (question.step) {
    case "approve":
      return /^(y(es)?|true)$/i.test(text) ? true : /^(no?|false)$/i.test(text) ? false : undefined;
    case "text-input":
      return text === "" ? question.value : line;
    case "choose-one": {
      const { options } = question;
      const value = parseValue(line);
      return (
        options.find((option) => option === line || isDeepStrictEqual(option, value)) ??
        options[Number(text) - 1]
      );
    }
  }
}

/** Which answers a question takes, and how the command line gives them. */
export function answersOf(node: string, question: Question): string {
  const flag = `--answer ${JSON.stringify(`${node}=…`)}`;
  switch (question.step) {
    case "approve":
      return `Answer yes or no: ${flag}.`;
    case "text-input":
      return `Give any text: ${flag}.`;
    case "choose-one": {
      const options = question.options.map(
        (option, index) => `${index + 1} (${shortened(JSON.stringify(option))})`,
      );
      return `Give an option or its number: ${flag}. The options are ${options.join(", ")}.`;
    }
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
