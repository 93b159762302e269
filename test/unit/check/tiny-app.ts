import { serveHttp } from "../../hub/http.ts";

/** What a Gradio app with one endpoint, `/say(text, voice = "Alice") → Speech`, tells about itself. */
const config = {
  version: "6.0.0",
  api_prefix: "/gradio_api",
  components: [
    { id: 1, type: "textbox", props: {} },
    { id: 2, type: "dropdown", props: {} },
    { id: 3, type: "audio", props: {} },
  ],
  dependencies: [{ id: 0, api_name: "say", inputs: [1, 2], outputs: [3], types: { generator: false } }],
};

const info = {
  named_endpoints: {
    "/say": {
      parameters: [
        {
          label: "Text",
          parameter_name: "text",
          parameter_has_default: false,
          type: { type: "string" },
          component: "Textbox",
        },
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
  },
  unnamed_endpoints: {},
};

/** Answers like a Gradio app that is asked about its API and nothing else. */
export function startTinyApp() {
  return serveHttp(({ path }) => {
    if (path === "/config") return { body: config };
    if (path === "/gradio_api/info") return { body: info };
    return { status: 404, body: { detail: "Not Found" } };
  });
}
