import { serveHttp, type Ask } from "../../hub/http.ts";

/** What a small Gradio app says about itself: `/say(text, voice = "Alice") → Speech` and `/count(text) → Words, Longest`. */
const config = {
  version: "6.0.0",
  protocol: "sse_v3",
  api_prefix: "/gradio_api",
  components: [
    { id: 1, type: "textbox", props: {} },
    { id: 2, type: "dropdown", props: {} },
    { id: 3, type: "audio", props: {} },
    { id: 4, type: "number", props: {} },
  ],
  dependencies: [
    { id: 0, api_name: "say", inputs: [1, 2], outputs: [3], types: { generator: false } },
    { id: 1, api_name: "count", inputs: [1], outputs: [4, 1], types: { generator: false } },
  ],
};

const text = {
  label: "Text",
  parameter_name: "text",
  parameter_has_default: false,
  type: { type: "string" },
  component: "Textbox",
};

const info = (speech: string) => ({
  named_endpoints: {
    "/say": {
      parameters: [
        text,
        {
          label: "Voice",
          parameter_name: "voice",
          parameter_has_default: true,
          parameter_default: "Alice",
          type: { type: "string", enum: ["Alice", "Bob"] },
          component: "Dropdown",
        },
      ],
      returns: [{ label: speech, type: { type: "string" }, component: "Audio" }],
    },
    "/count": {
      parameters: [text],
      returns: [
        { label: "Words", type: { type: "number" }, component: "Number" },
        { label: "Longest", type: { type: "string" }, component: "Textbox" },
      ],
    },
  },
  unnamed_endpoints: {},
});

/**
 * Answers like a Gradio app: about its API, and calls of `/count`, which join its queue. `speech` is the label of a return, `longest` is
 * answered in place of the longest word.
 */
export function startTinyApp({ speech = "Speech", longest }: { speech?: string; longest?: string } = {}) {
  const jobs = new Map<string, { readonly id: string; readonly data: readonly [number, string] }>();
  return serveHttp(({ path, query, body }: Ask) => {
    if (path === "/config") return { body: config };
    if (path === "/gradio_api/info") return { body: info(speech) };
    if (path === "/gradio_api/queue/join") {
      const { session_hash: session, data } = JSON.parse(body.toString()) as Joined;
      const id = `job ${jobs.size}`;
      const [words, word] = count(data[0]);
      jobs.set(session, { id, data: [words, longest ?? word] });
      return { body: { event_id: id } };
    }
    const job = path === "/gradio_api/queue/data" && jobs.get(query.get("session_hash") ?? "");
    if (job) {
      const output = { data: job.data, is_generating: false };
      const messages = [
        { msg: "process_starts", event_id: job.id },
        { msg: "process_completed", event_id: job.id, success: true, output },
        { msg: "close_stream", event_id: null },
      ];
      const stream = messages.map((message) => `data: ${JSON.stringify(message)}\n\n`).join("");
      return { headers: { "content-type": "text/event-stream" }, body: stream };
    }
    return { status: 404, body: { detail: "Not Found" } };
  });
}

interface Joined {
  readonly session_hash: string;
  readonly data: readonly [string];
}

function count(text: string): readonly [number, string] {
  const words = text.split(" ");
  return [words.length, words.reduce((best, word) => (word.length > best.length ? word : best))];
}
