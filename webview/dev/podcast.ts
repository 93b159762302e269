import type { GraphDescription } from "../../src/runtime/graph/description.ts";
import type { CanvasState } from "../../src/runtime/protocol/canvas.ts";
import { emptyNode } from "../../src/runtime/protocol/reduce.ts";
import {
  callable,
  component,
  done,
  fn,
  from,
  gradio,
  inference,
  input,
  output,
  stateOf,
} from "./build-graph.ts";
import { refTo } from "./sample-files.ts";

const lines = [
  "Hello, and welcome back",
  "Thanks for having me",
  "So, tell us about cats",
  "They sleep most of the day",
  "And the rest?",
  "They eat",
];
const speech = component("Audio", { label: "Audio" });

const graph: GraphDescription = {
  name: "Podcast Generator",
  nodes: [
    gradio(
      "painter",
      "hf-applications/Z-Image-Turbo",
      "/generate_image",
      [
        input(
          "prompt",
          "painter.prompt",
          component("Textbox", { label: "Prompt", lines: 3, value: "A cheetah in the savanna" }),
        ),
        input(
          "steps",
          "painter.steps",
          component("Slider", { label: "Steps", minimum: 1, maximum: 50, value: 28 }),
        ),
        callable("seed"),
      ],
      [output("image", component("Image", { label: "Image" }))],
    ),
    gradio(
      "cutout",
      "hf-applications/background-removal",
      "/image",
      [from("image", "painter", "image")],
      [output("image", component("Image", { label: "Image", height: 110 }))],
    ),
    {
      ...fn("hostVoice", [], [output("audio", speech)]),
      kind: "choice",
      variants: [
        gradio(
          "abidlabs/tts",
          "abidlabs/tts",
          "/predict",
          [
            input(
              "voice description",
              "tts.voice",
              component("Textbox", { label: "Host voice", value: "Deep British voice" }),
            ),
          ],
          [output("audio", speech)],
        ),
        gradio(
          "E2-F5-TTS",
          "mrfakename/E2-F5-TTS",
          "/basic_tts",
          [input("reference", "f5.reference", component("Audio", { label: "Reference voice" }))],
          [output("audio", speech)],
        ),
      ],
    },
    fn(
      "narrate",
      [
        from("image", "painter", "image"),
        from("voice", "hostVoice", "audio"),
        from("line", "painter", "image", { each: true }),
      ],
      [output("audio", speech)],
    ),
    inference(
      "summary",
      "meta-llama/Llama-3.1-8B-Instruct",
      "chat-completion",
      [from("image", "cutout", "image"), from("audio", "narrate", "audio", { all: true })],
      [output("text", component("Textbox", { label: "Summary", lines: 3 }))],
    ),
  ],
};

/** The workflow of the design's reference drawing, with one node in each state. */
export function podcast(): CanvasState {
  const positions = {
    "painter.prompt": { x: 0, y: 0 },
    "painter.steps": { x: 0, y: 140 },
    painter: { x: 310, y: 0 },
    cutout: { x: 700, y: 0 },
    narrate: { x: 700, y: 290 },
    "tts.voice": { x: 0, y: 430 },
    hostVoice: { x: 310, y: 370 },
    summary: { x: 1090, y: 220 },
  };
  return stateOf(graph, {
    positions,
    inputs: { "painter.prompt": "A cheetah in the grassy savanna, golden hour" },
    nodes: {
      painter: {
        ...done({ image: refTo("savanna.svg") }, 3400, 5, 2),
        drawn: { seed: 0.4821 },
        logs: [{ stream: "log", text: "seed 0.4821" }],
      },
      cutout: {
        ...done({ image: refTo("cutout.svg") }, 4100),
        status: "running",
        phase: { kind: "queued", position: 3, of: 8, eta: 12 },
        progress: { fraction: 0.42 },
        startedAt: Date.now() - 4100,
        freshness: { kind: "missing" },
      },
      hostVoice: {
        ...done({ audio: refTo("voice.wav") }, 1200, 4, 1),
        pinned: "r1",
        freshness: { kind: "fresh", because: "pinned" },
      },
      narrate: {
        ...done({}, 8200, 3, 3),
        freshness: { kind: "stale", reasons: ["prompt changed"] },
        items: lines.map((text, index) => ({
          key: `i${index}`,
          label: `${index % 2 ? "Guest" : "Host"}: ${text}`,
          status: index === 2 ? "failed" : index < 2 ? "done" : "waiting",
          ...(index < 2 && { outputs: { audio: refTo(index % 2 ? "guest.wav" : "voice.wav") } }),
          ...(index === 2 && {
            failure: {
              message: "The Space returned an error: CUDA out of memory.",
              help: "Try again in a minute.",
            },
          }),
        })),
      },
      summary: {
        ...emptyNode,
        status: "failed",
        failure: {
          message: "This model is gated. Accept its terms on its page, then run again.",
          at: { file: "/workflows/podcast.ts", line: 41 },
          link: { title: "Open model page", url: "https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct" },
          causes: ["403 Forbidden"],
        },
      },
    },
    run: {
      id: "run",
      startedAt: Date.now() - 4100,
      running: ["cutout"],
      waiting: ["summary"],
      done: 1,
      total: 3,
    },
    preview: {
      run: ["cutout", "narrate", "summary"].map((node) => ({ node, why: "missing" })),
      reused: ["painter", "hostVoice", "a", "b"],
      estimate: 14_000,
    },
  });
}
