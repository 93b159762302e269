import type { GraphDescription } from "../../../src/runtime/graph/description.ts";
import type { CanvasState } from "../../../src/runtime/protocol/canvas.ts";
import {
  component,
  done,
  fn,
  from,
  gradio,
  input,
  output,
  stateOf,
} from "../../../webview/dev/build-graph.ts";
import { refTo } from "../../../webview/dev/sample-files.ts";

const voice = [output("audio", component("Audio", { label: "Narration" }))];

/** A workflow with a choice, two last nodes, and one that shows nothing. */
export const story: GraphDescription = {
  name: "Picture Story",
  nodes: [
    fn(
      "writer",
      [
        input(
          "topic",
          "writer.topic",
          component("Textbox", {
            label: "Topic",
            lines: 3,
            value: "A fox in the snow",
            info: "One sentence is enough.",
          }),
        ),
        input(
          "length",
          "writer.length",
          component("Slider", { label: "Sentences", minimum: 1, maximum: 12, value: 4 }),
        ),
      ],
      [output("text", component("Textbox", { label: "Story", lines: 4 })), output("title")],
    ),
    gradio(
      "painter",
      "hf-applications/Z-Image-Turbo",
      "/generate_image",
      [
        from("prompt", "writer", "text"),
        input(
          "style",
          "painter.style",
          component("Dropdown", { label: "Style", choices: ["Ink", "Oil"], value: "Ink" }),
        ),
      ],
      [output("image", component("Image", { label: "Picture" }))],
    ),
    {
      ...fn("voice", [], voice),
      kind: "choice",
      variants: [
        gradio(
          "low",
          "abidlabs/tts",
          "/predict",
          [
            from("text", "writer", "text"),
            input("pitch", "low.pitch", component("Number", { label: "Pitch", value: 2 })),
          ],
          voice,
        ),
        gradio(
          "high",
          "mrfakename/E2-F5-TTS",
          "/basic_tts",
          [
            from("text", "writer", "text"),
            input(
              "tempo",
              "high.tempo",
              component("Radio", { label: "Tempo", choices: ["slow", "fast"], value: "slow" }),
            ),
          ],
          voice,
        ),
      ],
    },
    fn("log", [from("text", "writer", "text")], [output("nothing")]),
  ],
};

const text = "Once there was a fox who had never seen snow. One morning the whole forest was white.";

/** After some runs. */
export function finished(more: Partial<CanvasState> = {}): CanvasState {
  return stateOf(story, {
    nodes: {
      writer: done({ text, title: "Snow" }, 1800, 3, 3),
      painter: done({ image: refTo("savanna.svg") }, 3400, 3, 3),
      voice: done({ audio: refTo("voice.wav") }, 1200, 2, 2),
      log: done({ nothing: null }, 10, 3, 3),
    },
    preview: { run: [], reused: ["writer", "painter", "voice", "log"] },
    ...more,
  });
}

/** Nothing has run yet. */
export const untouched = (more: Partial<CanvasState> = {}): CanvasState => stateOf(story, more);
