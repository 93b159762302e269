import { relativePaths } from "../../../src/runtime/text/relative-paths.ts";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { png } from "../../hub/png.ts";
import { wav } from "../../hub/wav.ts";
import type { Json } from "../../../src/runtime/values/value.ts";
import { call, type Answer } from "./asked.ts";
import { differing, failedOnce, failedTwice, refused, unknownPart, type Case } from "./differences.ts";

type Inputs = Readonly<Record<string, Json>>;

/** One of daggr's examples, and what is asked of it. */
export interface Example {
  /** daggr's file. */
  readonly program: string;
  /** Its translation, in `test/workspaces/python-examples`. */
  readonly translation: string;
  readonly cases: readonly Case[];
}

interface About {
  /** The ids of its parts; by default it is one. */
  readonly parts?: readonly string[];
  /** Inputs of calls that are answered alike, beside a call without any. */
  readonly calls?: readonly Inputs[];
  /** It cannot run without inputs. */
  readonly needsInputs?: true;
  /** Where the text "please fail" makes a Space fail. */
  readonly fails?: {
    readonly input: string;
    readonly node: string;
    readonly space: string;
    readonly endpoint: string;
  };
  readonly schema?: Case["otherwise"];
  readonly further?: readonly Case[];
}

const data = (type: string, bytes: Buffer) => `data:${type};base64,${bytes.toString("base64")}`;
const photo = data("image/png", png("photo"));
/** A file of this machine, which both servers could read. */
const ownPicture = inRoot("media", "canvas.png");
/** As visitors read its path, where that lies in nobody's workspace. */
const shownPicture = relativePaths("/")(ownPicture.slice(0, 80));
const sound = data("audio/wav", wav("sound"));

function example(program: string, translation: string, about: About): Example {
  const { parts = ["main"], calls = [], fails, further = [], needsInputs, schema } = about;
  const path = (part: string) => (parts.length === 1 ? "/api/call" : `/api/call/${part}`);
  const first = path(parts[0]!);
  return {
    program,
    translation,
    cases: [
      { asked: [program, "/api/schema"], ...(schema && { otherwise: schema }) },
      ...(needsInputs ? [] : parts.map((part): Case => ({ asked: [program, path(part), "{}"] }))),
      ...calls.map((inputs): Case => ({ asked: [program, first, call(inputs)] })),
      ...(fails
        ? [
            differing(
              "failedEndpoint",
              [program, first, call({ [fails.input]: "please fail" })],
              failedTwice(fails.node, "The Space was asked to fail."),
              failedOnce(
                fails.node,
                `'${fails.endpoint}' of '${fails.space}' failed: The Space was asked to fail.`,
              ),
            ),
          ]
        : []),
      unknownPart(program, parts),
      ...further,
    ],
  };
}

const audioMissing = failedOnce(
  "whisper-large-v3",
  "\"openai/whisper-large-v3\" needs a value for 'audio' (task automatic-speech-recognition).",
  "Inputs of this task: 'audio'; others are passed on as the model's parameters.",
);
const nothingGiven = "The Space was given no picture.";
const spokenLine = "'/generate_voice_design' of 'ysharma/Qwen3-TTS' failed: The Space was asked to fail.";

/** The type of a port in a schema of one part. */
function withType(answer: Answer, port: string, type: string): Answer {
  const body = JSON.stringify(answer.body);
  return {
    ...answer,
    body: JSON.parse(body.replace(new RegExp(`("port":"${port}","type":)"\\w+"`), `$1"${type}"`)) as Json,
  };
}

/** All fifteen examples of daggr 0.8.0. */
export const examples: readonly Example[] = [
  example("01_quickstart", "01-quick-start", {
    calls: [{ Z_Image_Turbo__prompt: "a fox" }],
    fails: {
      input: "Z_Image_Turbo__prompt",
      node: "Z-Image-Turbo",
      space: "hf-applications/Z-Image-Turbo",
      endpoint: "/generate_image",
    },
  }),
  example("02_voice_design_comparator_app", "02-voice-design-comparator", {
    parts: ["subgraph_0", "subgraph_1"],
    calls: [{ Qwen3_TTS__text: "Good evening.", Qwen3_TTS__voice_description: "A high voice." }],
    fails: {
      input: "Qwen3_TTS__text",
      node: "Qwen3-TTS",
      space: "Qwen/Qwen3-TTS",
      endpoint: "/generate_voice_design",
    },
    further: [{ asked: ["02_voice_design_comparator_app", "/api/call", "{}"], status: 400 }],
  }),
  example("03_mock_podcast_app", "03-mock-podcast", {
    calls: [{ generate_dialogue__topic: "rain", tts_1__voice_description: "A rough voice." }],
    fails: {
      input: "tts_1__voice_description",
      node: "tts_1",
      space: "abidlabs/tts",
      endpoint: "/generate_voice_design",
    },
  }),
  example("04_complete_podcast_app", "04-complete-podcast", {
    calls: [{ Qwen3_TTS__voice_description: "A rough voice." }],
    fails: {
      input: "Qwen3_TTS_1__voice_description",
      node: "Qwen3-TTS_1",
      space: "Qwen/Qwen3-TTS",
      endpoint: "/generate_voice_design",
    },
  }),
  // Neither server finds files to clone, so both call the Space itself.
  example("05_local_translation_app", "05-local-translation", {
    calls: [{ en2fr__text: "Good evening." }],
    fails: { input: "en2fr__text", node: "en2fr", space: "abidlabs/en2fr", endpoint: "/predict" },
  }),
  example("06_pig_latin_voice_app", "06-pig-latin-voice", {
    needsInputs: true,
    calls: [{ whisper_large_v3__audio: sound }],
    further: [
      differing(
        "missingInput",
        ["06_pig_latin_voice_app", "/api/call", "{}"],
        failedTwice("pig_latin_sentence", "'dict' object has no attribute 'split'"),
        audioMissing,
      ),
    ],
  }),
  example("07_image_to_3d_app", "07-image-to-3d", {
    needsInputs: true,
    calls: [{ background_removal__image: photo, "FLUX.2_klein_4B__prompt": "in bronze" }],
    further: [
      {
        asked: ["07_image_to_3d_app", "/api/call", call({ background_removal__image: ownPicture })],
        otherwise: {
          difference: "path",
          ours: () =>
            refused(
              `The input 'background_removal__image': '${shownPicture}' is no file that can be had. Send the file in a form, or upload it first (POST /api/upload), or give an address (https://…) or a data URL.`,
              { input: "background_removal__image" },
            ),
        },
      },
      differing(
        "failedEndpoint",
        ["07_image_to_3d_app", "/api/call", "{}"],
        failedTwice("background-removal", nothingGiven),
        failedOnce("background-removal", `'/image' of 'merve/background-removal' failed: ${nothingGiven}`),
      ),
    ],
  }),
  example("08_text_to_3d_app", "08-text-to-3d", {
    calls: [{ "FLUX.1_dev__prompt": "a chair", "FLUX.1_dev__seed": 3, TRELLIS__seed: 4 }],
    fails: {
      input: "FLUX.1_dev__prompt",
      node: "FLUX.1-dev",
      space: "hysts-mcp/FLUX.1-dev",
      endpoint: "/infer",
    },
  }),
  example("09_slideshow_app", "09-slideshow", {
    fails: {
      input: "Image_1__prompt",
      node: "Image 1",
      space: "Tongyi-MAI/Z-Image-Turbo",
      endpoint: "/generate",
    },
    further: [
      {
        asked: [
          "09_slideshow_app",
          "/api/call",
          call({
            Image_1__prompt: "please fail",
            "Transition_1→2__prompt": "slow",
            "Transition_2→3__prompt": "fast",
          }),
        ],
        otherwise: {
          difference: "sharedInput",
          // So it runs.
          daggr: failedTwice("Image 1", "The Space was asked to fail."),
          ours: () =>
            refused(
              "The input 'Transition_2→3__prompt' is the same input as 'Transition_1→2__prompt', so both need the same value.",
              { input: "Transition_2→3__prompt" },
            ),
        },
      },
    ],
  }),
  example("10_real_podcast_app", "10-real-podcast", {
    needsInputs: true,
    calls: [
      {
        extract_content__custom_text: "On rain\nIt falls. It dries. It falls again.",
        generate_dialogue__host_style: "calm, professional",
        generate_dialogue__episode_length: "Short (2-3 min)",
      },
    ],
    further: [
      differing(
        "emptyText",
        ["10_real_podcast_app", "/api/call", "{}"],
        failedTwice("extract_content", "'NoneType' object has no attribute 'strip'"),
        failedOnce("extract_content", "Give a URL, or paste some text."),
      ),
      differing(
        "failedItems",
        ["10_real_podcast_app", "/api/call", call({ extract_content__custom_text: "please fail" })],
        failedTwice("generate_all_voice_segments", "The Space was asked to fail."),
        failedOnce(
          "generate_all_voice_segments",
          `2 of 2 items failed: item 1: ${spokenLine}; item 2: ${spokenLine}`,
          "Run the failed items again, or let a gather take those that worked.",
        ),
      ),
      differing(
        "wrongType",
        ["10_real_podcast_app", "/api/call", call({ generate_dialogue__episode_length: "Endless" })],
        failedTwice("extract_content", "'NoneType' object has no attribute 'strip'"),
        refused(
          'The input \'generate_dialogue__episode_length\' expects one of "Short (2-3 min)", "Medium (5-7 min)", "Long (10+ min)", but got the text "Endless".',
          {
            input: "generate_dialogue__episode_length",
            expected: { enum: ["Short (2-3 min)", "Medium (5-7 min)", "Long (10+ min)"] },
          },
        ),
      ),
    ],
  }),
  example("11_viral_content_generator_app", "11-viral-content", {
    calls: [
      {
        expand_content_idea__topic: "slow bread",
        expand_content_idea__platform: "Twitter/X",
        expand_content_idea__tone: "Fun & Playful",
        expand_content_idea__include_cta: false,
      },
    ],
    fails: {
      input: "expand_content_idea__topic",
      node: "Z-Image-Turbo",
      space: "hf-applications/Z-Image-Turbo",
      endpoint: "/generate_image",
    },
  }),
  example("12_ecommerce_product_generator_app", "12-ecommerce-product", {
    schema: {
      difference: "slider",
      ours: (daggr) => withType(daggr, "depth_map_with_slider_view", "text"),
    },
    fails: {
      input: "FLUX.1_schnell__prompt",
      node: "FLUX.1-schnell",
      space: "black-forest-labs/FLUX.1-schnell",
      endpoint: "/infer",
    },
  }),
  example("13_accessible_image_description_app", "13-accessible-image-description", {
    calls: [{ Edge_TTS_Text_to_Speech__voice: "en-GB-RyanNeural - en-GB (Male)" }],
    fails: {
      input: "FLUX.1_schnell__prompt",
      node: "FLUX.1-schnell",
      space: "black-forest-labs/FLUX.1-schnell",
      endpoint: "/infer",
    },
  }),
  example("14_food_nutrition_analyzer_app", "14-food-nutrition", {
    fails: {
      input: "Z_Image_Turbo__prompt",
      node: "Z-Image-Turbo",
      space: "hf-applications/Z-Image-Turbo",
      endpoint: "/generate_image",
    },
  }),
  example("15_background_removal_with_input_node", "15-input-node", {
    calls: [{ Parameters_Test__prompt: "a fox", Parameters_Test__height: 2048 }],
    fails: {
      input: "Parameters_Test__prompt",
      node: "Z-Image-Turbo",
      space: "hf-applications/Z-Image-Turbo",
      endpoint: "/generate_image",
    },
  }),
];
