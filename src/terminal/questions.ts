import type { Value } from "../runtime/values/value.ts";
import type { Question } from "../runtime/protocol/canvas.ts";
import { StepError } from "../runtime/failures/failure.ts";
import { answersOf, understood } from "./answers.ts";
import { askLine, oneAtATime } from "./ask.ts";
import { printNote } from "./output.ts";

/** Puts the question of a human step to the person at the terminal. */
export async function askPerson(node: string, question: Question, signal: AbortSignal): Promise<Value> {
  if (!process.stdin.isTTY)
    throw new StepError({
      message: `'${node}' asks "${question.message}", but nobody is at a terminal to answer.`,
      help: `${answersOf(node, question)} Or run it in a terminal, or on the canvas.`,
    });
  return oneAtATime(async () => {
    for (;;) {
      const answer = understood(question, await askLine(promptOf(node, question), { signal }));
      if (answer !== undefined) return answer;
      printNote("That is none of the answers.");
    }
  });
}

function promptOf(node: string, question: Question): string {
  switch (question.step) {
    case "approve":
      return `${node}: ${question.message}\n${JSON.stringify(question.value)}\nApprove? [y/n] `;
    case "text-input":
      return `${node}: ${question.message} [${question.value}] `;
    case "choose-one": {
      const options = question.options.map((option, index) => `  ${index + 1}. ${JSON.stringify(option)}`);
      return `${node}: ${question.message}\n${options.join("\n")}\nWhich? `;
    }
  }
}
