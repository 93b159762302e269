import type { Json } from "../values/value.ts";
import type { ComponentDescription, ComponentName } from "./description.ts";
import type { Media } from "./file-positions.ts";

/** A JSON Schema (2020-12). */
export type JsonSchema = Readonly<Record<string, Json>>;

type Options = ComponentDescription["options"];

/**
 * The values of a component as JSON outside of the engine, where a file is an address. Null, which fits every component, is not part
 * of it.
 */
export function valueSchema({ component, options }: ComponentDescription): JsonSchema {
  return schemas[component](options);
}

const text: JsonSchema = { type: "string" };
const number: JsonSchema = { type: "number" };
const textOrNumber: JsonSchema = { type: ["string", "number"] };

const mediaTypes: Readonly<Record<Media, string>> = {
  image: "image/*",
  audio: "audio/*",
  video: "video/*",
  model: "model/*",
  any: "*/*",
};

function file(media: Media): JsonSchema {
  return { type: "string", format: "uri-reference", contentMediaType: mediaTypes[media] };
}

function listOf(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: "null" }] };
}

function object(
  properties: Readonly<Record<string, JsonSchema>>,
  required = Object.keys(properties),
): JsonSchema {
  return { type: "object", properties, required };
}

/** Keywords for those options that are numbers. */
function limits(options: Options, names: Readonly<Record<string, string>>): JsonSchema {
  const found = Object.entries(names).flatMap(([option, keyword]) => {
    const value = options[option];
    return typeof value === "number" ? [[keyword, value] as const] : [];
  });
  return Object.fromEntries(found);
}

const textbox = (options: Options): JsonSchema => ({
  ...text,
  ...limits(options, { maxLength: "maxLength" }),
});

const numeric = (options: Options): JsonSchema => ({
  type: options["precision"] === 0 ? "integer" : "number",
  ...limits(options, { minimum: "minimum", maximum: "maximum" }),
});

function oneChoice({ choices, allowCustomValue }: Options): JsonSchema {
  const values = (Array.isArray(choices) ? choices : []).map((choice: Json) =>
    Array.isArray(choice) ? (choice[1] as Json) : choice,
  );
  if (values.length === 0) return textOrNumber;
  return allowCustomValue === true ? { ...textOrNumber, examples: values } : { enum: values };
}

const caption = orNull(text);
const schemas: Readonly<Record<ComponentName, (options: Options) => JsonSchema>> = {
  Textbox: textbox,
  TextArea: textbox,
  Text: textbox,
  Code: () => text,
  Markdown: () => ({ ...text, contentMediaType: "text/markdown" }),
  HTML: () => ({ ...text, contentMediaType: "text/html" }),
  ColorPicker: () => text,
  Number: numeric,
  // These are its bounds where it is given none.
  Slider: (options) => numeric({ minimum: 0, maximum: 100, ...options }),
  Checkbox: () => ({ type: "boolean" }),
  CheckboxGroup: (options) => ({ ...listOf(oneChoice(options)), uniqueItems: true }),
  Radio: oneChoice,
  Dropdown: (options) => (options["multiselect"] === true ? listOf(oneChoice(options)) : oneChoice(options)),
  Image: () => file("image"),
  ImageEditor: () =>
    object(
      { background: orNull(file("image")), layers: listOf(file("image")), composite: orNull(file("image")) },
      [],
    ),
  ImageSlider: () => ({ ...listOf(orNull(file("image"))), minItems: 2, maxItems: 2 }),
  AnnotatedImage: () =>
    object({ image: file("image"), annotations: listOf(object({ image: file("image"), label: text })) }, [
      "image",
    ]),
  Gallery: () =>
    listOf({
      anyOf: [
        object({ image: file("image"), caption }, ["image"]),
        object({ video: file("video"), caption }, ["video"]),
      ],
    }),
  Audio: () => file("audio"),
  Video: () => ({
    anyOf: [file("video"), object({ video: file("video"), subtitles: orNull(file("any")) }, ["video"])],
  }),
  File: ({ fileCount = "single" }) => (fileCount === "single" ? file("any") : listOf(file("any"))),
  Model3D: () => file("model"),
  JSON: () => ({}),
  Dataframe: () => object({ headers: listOf(textOrNumber), data: listOf(listOf({})) }),
  Plot: () => object({ type: { enum: ["matplotlib", "plotly", "altair", "bokeh"] }, plot: text }),
  Label: () =>
    object(
      {
        label: orNull(textOrNumber),
        confidences: orNull(listOf(object({ label: orNull(textOrNumber), confidence: orNull(number) }, []))),
      },
      [],
    ),
  HighlightedText: () =>
    listOf(object({ token: text, class_or_confidence: orNull(textOrNumber) }, ["token"])),
  Chatbot: () => listOf(object({ role: { enum: ["user", "assistant", "system"] }, content: {} })),
  MultimodalTextbox: () => object({ text, files: listOf(file("any")) }, ["text"]),
  Dialogue: () => ({ anyOf: [listOf(object({ speaker: text, text })), text] }),
};
