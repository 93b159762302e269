import { isFileRef } from "../../values/value.ts";
import type { Value } from "../../values/value.ts";
import { StepError } from "../../failures/failure.ts";
import type { InputReader } from "../input-reader.ts";
import type { InferenceLibrary } from "../inference-library.ts";
import type { TaskInput, TaskRequest, TaskSpec } from "../task-spec.ts";
import { promptInput, textOutput } from "./results.ts";

type ChatCompletionInput = Parameters<InferenceLibrary["chatCompletion"]>[0];
type Message = ChatCompletionInput["messages"][number];
type Part = Exclude<NonNullable<Message["content"]>, string>[number];

const saidInputs: readonly TaskInput[] = [
  {
    ...promptInput,
    required: false,
    about: "What to say to it.",
    also: ["text", "message", "inputs", "input", "question"],
  },
  {
    name: "messages",
    component: "Chatbot",
    required: false,
    about: "The chat so far.",
    also: ["history", "chat"],
  },
  {
    name: "system",
    component: "Textbox",
    required: false,
    about: "How it should behave.",
    also: ["instructions"],
  },
  {
    name: "image",
    component: "Image",
    required: false,
    about: "An image, or several, to talk about.",
    also: ["images"],
  },
];

const conversational: TaskSpec = {
  about: "Answers in a chat, about images too.",
  inputs: saidInputs,
  outputs: [
    textOutput("The answer."),
    { name: "messages", component: "Chatbot", about: "The chat with the answer." },
  ],
  call: async (request) => {
    const { args, parameters, reader } = request;
    const messages = await messagesOf(reader);
    const { parameters: _beside, ...base } = args;
    const question = { ...base, ...parameters, messages } as typeof base & ChatCompletionInput;
    const text = await streamed(request, question);
    return [text, [...historyOf(reader), { role: "assistant", content: text }]];
  },
};

async function streamed(
  { library, options, partial }: TaskRequest,
  question: ChatCompletionInput,
): Promise<string> {
  let text = "";
  try {
    for await (const chunk of library.chatCompletionStream(question, options)) {
      const more = chunk.choices?.[0]?.delta?.content;
      if (!more) continue;
      text += more;
      partial([text]);
    }
    return text;
  } catch (error) {
    // Some providers only answer at once.
    if (text || !/event.?stream/i.test(String(error))) throw error;
    const answer = await library.chatCompletion(question, options);
    return answer.choices[0]?.message.content ?? "";
  }
}

/** What is sent: how to behave, the chat so far, and what is said now with its images. */
async function messagesOf(reader: InputReader): Promise<Message[]> {
  const messages: Message[] = reader.has("system")
    ? [{ role: "system", content: reader.text("system") }]
    : [];
  for (const message of chatOf(reader)) {
    messages.push({ role: message.role, content: await contentOf(reader, message.content) });
  }
  const images = (await reader.dataUrls("image")).map((url): Part => ({
    type: "image_url",
    image_url: { url },
  }));
  if (reader.has("prompt") || images.length > 0) {
    const text = reader.has("prompt") ? reader.text("prompt") : "";
    const parts: Part[] = text ? [{ type: "text", text }] : [];
    messages.push({ role: "user", content: images.length > 0 ? [...parts, ...images] : text });
  }
  if (messages.some(({ role }) => role !== "system")) return messages;
  throw new StepError({
    message: "A chat needs something to answer: 'prompt', 'messages' or 'image'.",
    help: "Give the node one of these inputs.",
  });
}

interface Said {
  readonly role: string;
  readonly content: Value;
}

function chatOf(reader: InputReader): readonly Said[] {
  const chat = reader.value("messages");
  return Array.isArray(chat) ? (chat as readonly Said[]) : [];
}

/** The chat as a `gr.Chatbot` shows it, without the answer. */
function historyOf(reader: InputReader): Value[] {
  const said = reader.has("prompt") ? [{ role: "user", content: reader.text("prompt") }] : [];
  const before = reader.value("messages");
  return [...(Array.isArray(before) ? (before as readonly Value[]) : []), ...said];
}

async function contentOf(reader: InputReader, content: Value): Promise<Message["content"]> {
  if (typeof content === "string") return content;
  const parts = Array.isArray(content) ? (content as readonly Value[]) : [content];
  return Promise.all(parts.map((part) => partOf(reader, part)));
}

async function partOf(reader: InputReader, part: Value): Promise<Part> {
  if (typeof part === "string") return { type: "text", text: part };
  const { text, file } = (part ?? {}) as { readonly text?: Value; readonly file?: Value };
  if (typeof text === "string") return { type: "text", text };
  const image = file ?? part;
  if (isFileRef(image) && !image.mime.startsWith("image/")) {
    throw new StepError({
      message: `A chat can't be given the file '${image.name}': only images.`,
      help: "Leave the file out, or turn it into text or an image first.",
    });
  }
  return { type: "image_url", image_url: { url: await reader.dataUrl("messages", image) } };
}

const textGeneration: TaskSpec = {
  about: "Goes on with a text.",
  inputs: [{ ...promptInput, about: "The text's beginning." }],
  outputs: [textOutput("What comes after it.")],
  call: async ({ library, args, options, reader, partial }) => {
    const question = { ...args, inputs: reader.text("prompt") };
    let text = "";
    try {
      for await (const chunk of library.textGenerationStream(question, options)) {
        text += wordsOf(chunk);
        partial([text]);
      }
      return [text];
    } catch (error) {
      if (text || !/event.?stream/i.test(String(error))) throw error;
      return [(await library.textGeneration(question, options)).generated_text];
    }
  },
};

/** Some providers stream as the library says, the others as OpenAI does. */
function wordsOf(chunk: unknown): string {
  const { token, choices } = chunk as {
    token?: { text?: string; special?: boolean };
    choices?: { text?: string }[];
  };
  return token?.special ? "" : (token?.text ?? choices?.[0]?.text ?? "");
}

export const chatTasks: Readonly<Record<string, TaskSpec>> = {
  conversational,
  "text-generation": textGeneration,
};
