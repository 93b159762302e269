import { isDeepStrictEqual } from "node:util";
import type { HumanNodeDescription } from "../../graph/description.ts";
import type { Value, Values } from "../../values/value.ts";
import { contentHash } from "../../plan/hash.ts";
import type { Question } from "../../protocol/canvas.ts";
import type { Executor } from "../executor.ts";
import { StepError } from "../../failures/failure.ts";

/** Asks a person. Rejects when the signal aborts or nobody can answer. */
export type Ask = (node: string, question: Question, signal: AbortSignal) => Promise<Value>;

/** Asks one question per node at a time, and checks the answer. */
export function humanExecutor(ask: Ask): Executor<"human"> {
  return {
    group: (node) => ({ name: `human ${node.name}`, limit: 1 }),
    run: async (node, inputs, context) => {
      const question = questionOf(node, inputs);
      const answer = await ask(node.name, question, context.signal);
      const output = node.outputs[0]?.name ?? "output";
      return { outputs: { [output]: outputOf(node, question, answer) } };
    },
  };
}

function questionOf(node: HumanNodeDescription, inputs: Values): Question {
  const value = Object.values(inputs)[0] ?? null;
  if (node.step === "approve") return { step: "approve", message: node.message ?? "Approve?", value };
  if (node.step === "text-input") {
    return {
      step: "text-input",
      message: node.message ?? "Type a text.",
      value: typeof value === "string" ? value : "",
    };
  }
  if (!Array.isArray(value) || value.length === 0) {
    throw new StepError({
      message: `'${node.name}' offers a choice, but its options are ${Array.isArray(value) ? "an empty list" : "no list"}.`,
      help: "Wire an output that gives a list with at least one item.",
      at: node.source,
    });
  }
  return { step: "choose-one", message: node.message ?? "Choose one.", options: value as Value[] };
}

function outputOf(node: HumanNodeDescription, question: Question, answer: Value): Value {
  switch (question.step) {
    case "choose-one": {
      const wanted = contentHash(answer);
      const chosen =
        // Equal files may have other names.
        question.options.find((option) => isDeepStrictEqual(option, answer)) ??
        question.options.find((option) => contentHash(option) === wanted);
      if (chosen !== undefined) return chosen;
      throw new StepError({
        message: `The answer to '${node.name}' is none of its options.`,
        at: node.source,
      });
    }
    case "approve":
      if (answer === true) return question.value;
      throw new StepError({ message: `'${node.name}' was not approved.`, at: node.source });
    case "text-input":
      if (typeof answer === "string") return answer;
      throw new StepError({ message: `The answer to '${node.name}' must be a text.`, at: node.source });
  }
}
