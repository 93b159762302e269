import { answers, type ModelAnswer } from "./answers.ts";
import { complete } from "./chat.ts";
import { failure, type Answer, type Ask, type Route } from "./http.ts";
import { accountOf, type HubState } from "./state.ts";

/** The inference router: one address for all providers, each with its own ways. Only Hugging Face's tokens are known. */
export function routerRoutes(state: HubState): Route[] {
  const signedIn =
    (answer: (ask: Ask) => Answer): Route["answer"] =>
    (ask) =>
      accountOf(state, ask.headers) ? answer(ask) : failure(401, "Invalid username or password.");
  return [
    // By the router's own choice, by provider, and by hf-inference for one model.
    {
      method: "POST",
      path: /^\/(?:[\w-]+\/(?:models\/.+\/)?)?v1\/(?:chat\/)?completions$/,
      answer: signedIn((ask) => complete(state, ask)),
    },
    {
      method: "POST",
      path: /^\/hf-inference\/models\/(.+?)(?:\/pipeline\/([\w-]+))?$/,
      answer: signedIn((ask) => hfInference(state, ask)),
    },
    {
      method: "POST",
      path: /^\/[\w-]+\/v1\/images\/generations$/,
      answer: signedIn((ask) => openAiImage(ask)),
    },
    {
      method: "POST",
      path: /^\/replicate\/v1\/models\/(.+)\/predictions$/,
      answer: signedIn((ask) => replicate(state, ask)),
    },
    // fal's queue: take a number, ask for its state, fetch the result.
    {
      method: "GET",
      path: /^\/fal-ai\/(.+)\/requests\/(\w+)\/status$/,
      answer: signedIn(() => ({ body: { status: "COMPLETED" } })),
    },
    {
      method: "GET",
      path: /^\/fal-ai\/(.+)\/requests\/(\w+)$/,
      answer: signedIn((ask) => falResult(state, ask)),
    },
    { method: "POST", path: /^\/fal-ai\/(.+)$/, answer: signedIn((ask) => falSubmit(state, ask)) },
    {
      method: "GET",
      path: /^\/results\/([\w.-]+)$/,
      answer: ({ parts: [name = ""] }) => {
        const result = state.results.get(name);
        return result
          ? { headers: { "content-type": result.type }, body: result.bytes }
          : failure(404, "Not Found");
      },
    },
  ];
}

/** The task a model does at a provider, which may know it by another name. */
function taskOf(state: HubState, provider: string, providerId: string): string | undefined {
  for (const [id, { providers = [] }] of state.models) {
    const entry = providers.find(
      (known) => known.provider === provider && (known.providerId ?? id) === providerId,
    );
    if (entry) return entry.task;
  }
  return undefined;
}

function hfInference(state: HubState, ask: Ask): Answer {
  const [model = "", pipeline] = ask.parts;
  const task = pipeline || taskOf(state, "hf-inference", model);
  const answer = task === undefined ? undefined : answers[task];
  if (!answer) return failure(404, `Model ${model} is not supported by provider hf-inference`);
  return given(answer(inputOf(ask)));
}

function openAiImage(ask: Ask): Answer {
  const answer = answers["text-to-image"]?.(inputOf(ask));
  return {
    body: { data: [{ b64_json: answer && "bytes" in answer ? answer.bytes.toString("base64") : "" }] },
  };
}

function replicate(state: HubState, ask: Ask): Answer {
  const task = taskOf(state, "replicate", ask.parts[0] ?? "") ?? "";
  const answer = answers[task]?.(inputOf(ask));
  if (!answer) return failure(404, `Model ${ask.parts[0]} is not supported by provider replicate`);
  const output = "bytes" in answer ? keep(state, answer) : (answer.json as { text?: string }).text;
  return { body: { id: "prediction-1", status: "succeeded", output } };
}

function falSubmit(state: HubState, ask: Ask): Answer {
  const model = ask.parts[0] ?? "";
  const task = taskOf(state, "fal-ai", model) ?? "";
  const answer = answers[task]?.(inputOf(ask));
  if (!answer) return failure(404, `Model not supported by provider fal-ai`);
  if (!("bytes" in answer)) return { body: answer.json };
  const url = keep(state, answer);
  const id = url.slice(url.lastIndexOf("/") + 1).split(".")[0];
  return {
    body: {
      request_id: id,
      status: "IN_QUEUE",
      response_url: `https://queue.fal.run/${model}/requests/${id}`,
      // Tasks that fal answers at once.
      audio: { url },
    },
  };
}

function falResult(state: HubState, ask: Ask): Answer {
  const name = [...state.results.keys()].find((key) => key.startsWith(`${ask.parts[1]}.`));
  if (!name) return failure(404, "Request not found");
  const file = { url: `${state.url}/results/${name}` };
  return { body: { images: [file], video: file, audio: file } };
}

/** Puts bytes where the answer can point to. */
function keep(state: HubState, { type, bytes }: Extract<ModelAnswer, { bytes: Buffer }>): string {
  const name = `result${state.results.size + 1}.${type.split("/")[1]}`;
  state.results.set(name, { type, bytes });
  return `${state.url}/results/${name}`;
}

function given(answer: ModelAnswer): Answer {
  return "json" in answer
    ? { body: answer.json }
    : { headers: { "content-type": answer.type }, body: answer.bytes };
}

/** The text that was sent, in whatever field the provider has it; else how many bytes came. */
function inputOf({ headers, body }: Ask): string {
  if (!headers["content-type"]?.startsWith("application/json")) return `${body.length} bytes`;
  const sent = JSON.parse(body.toString()) as Record<string, unknown>;
  const inner = (sent["input"] ?? {}) as Record<string, unknown>;
  const text =
    sent["inputs"] ?? sent["prompt"] ?? sent["text"] ?? inner["prompt"] ?? inner["text"] ?? inner["audio"];
  return typeof text === "string"
    ? text.startsWith("data:")
      ? "a data URL"
      : text
    : JSON.stringify(text ?? sent);
}
