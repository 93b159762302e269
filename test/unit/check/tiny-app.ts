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

/** Answers like a Gradio app without a queue: about its API, and calls of `/count`. `speech` is the label of a return. */
export function startTinyApp({ speech = "Speech" } = {}) {
  return serveHttp(({ path, body }: Ask) => {
    if (path === "/config") return { body: config };
    if (path === "/gradio_api/info") return { body: info(speech) };
    if (path === "/gradio_api/run/count") return { body: { data: count(body.toString()) } };
    return { status: 404, body: { detail: "Not Found" } };
  });
}

function count(body: string): readonly [number, string] {
  const { data } = JSON.parse(body) as { readonly data: readonly [string] };
  const words = data[0].split(" ");
  return [words.length, words.reduce((best, word) => (word.length > best.length ? word : best))];
}
