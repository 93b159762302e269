import { setTimeout as sleep } from "node:timers/promises";
import { continuation, reply } from "./answers.ts";
import type { Answer, Ask } from "./http.ts";
import type { HubState } from "./state.ts";

interface Question {
  readonly model: string;
  readonly stream?: boolean;
  readonly messages?: readonly { readonly role: string; readonly content: unknown }[];
  readonly prompt?: string;
}

/** Chat and text completion as OpenAI's protocol has it, which all providers speak; streamed word by word where asked. */
export function complete(state: HubState, ask: Ask): Answer {
  const question = JSON.parse(ask.body.toString()) as Question;
  const isChat = question.messages !== undefined;
  const text = isChat ? reply(lastSaid(question)) : continuation(question.prompt ?? "");
  const frame = {
    id: "completion-1",
    created: 1_700_000_000,
    model: question.model,
    system_fingerprint: "local",
  };
  if (question.stream) {
    return {
      headers: { "content-type": "text/event-stream" },
      body: stream(text, state.wordDelay, (word, end) => ({
        ...frame,
        object: isChat ? "chat.completion.chunk" : "text_completion",
        choices: [
          {
            index: 0,
            ...(isChat ? { delta: { role: "assistant", content: word } } : { text: word }),
            finish_reason: end ? "stop" : null,
          },
        ],
      })),
    };
  }
  const choice = isChat ? { message: { role: "assistant", content: text } } : { text };
  return {
    body: {
      ...frame,
      object: isChat ? "chat.completion" : "text_completion",
      choices: [{ index: 0, ...choice, finish_reason: "stop" }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    },
  };
}

function lastSaid({ messages = [] }: Question): string {
  const content = messages.at(-1)?.content;
  if (typeof content === "string") return content;
  const parts = (content ?? []) as readonly { readonly type: string; readonly text?: string }[];
  return parts.map((part) => part.text ?? `(${part.type})`).join(" ");
}

async function* stream(text: string, delay: number, chunk: (word: string, end: boolean) => unknown) {
  const words = text.match(/\s*\S+/g) ?? [];
  for (const [index, word] of words.entries()) {
    yield `data: ${JSON.stringify(chunk(word, index === words.length - 1))}\n\n`;
    await sleep(delay);
  }
  yield "data: [DONE]\n\n";
}
