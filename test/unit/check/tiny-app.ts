import { serveHttp, type Ask } from "../../hub/http.ts";

/** What a small Gradio app tells about itself: `/say(text, voice = "Alice") → Speech` and `/count(text) → Words, Longest`. */
const config = {
  version: "6.0.0",
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

const info = {
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
      returns: [{ label: "Speech", type: { type: "string" }, component: "Audio" }],
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
};

interface Job {
  readonly data: readonly [string];
  readonly session_hash: string;
}

/** Answers like a Gradio app: about its API, and calls of `/count`. */
export function startTinyApp() {
  const jobs = new Map<string, Job>();
  return serveHttp(({ path, query, body }: Ask) => {
    if (path === "/config") return { body: config };
    if (path === "/gradio_api/info") return { body: info };
    if (path === "/gradio_api/queue/join") {
      const job = JSON.parse(body.toString()) as Job;
      jobs.set(job.session_hash, job);
      return { body: { event_id: job.session_hash } };
    }
    const job = path === "/gradio_api/queue/data" && jobs.get(query.get("session_hash") ?? "");
    if (job) return { headers: { "content-type": "text/event-stream" }, body: events(job) };
    return { status: 404, body: { detail: "Not Found" } };
  });
}

function events({ data, session_hash: event_id }: Job): string {
  const words = data[0].split(" ");
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best));
  const output = { data: [words.length, longest] };
  const told = [
    { msg: "process_starts", event_id },
    { msg: "process_completed", event_id, success: true, output },
    { msg: "close_stream", event_id: null },
  ];
  return told.map((one) => `data: ${JSON.stringify(one)}\n\n`).join("");
}
