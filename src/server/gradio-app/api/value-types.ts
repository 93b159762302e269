import type { ComponentDescription, ComponentName } from "../../../runtime/components/description.ts";
import type { OutputView } from "../../../runtime/graph/description.ts";
import type { Json } from "../../../runtime/values/value.ts";

/** A JSON schema as Gradio's `/info` has it. */
export type Schema = Readonly<Record<string, Json>>;

type Options = ComponentDescription["options"];

const text: Schema = { type: "string" };
const whole: Schema = { type: "integer" };
const number: Schema = { type: "number" };
const flag: Schema = { type: "boolean" };
const nothing: Schema = { type: "null" };
const anything: Schema = {};

const anyOf = (...types: readonly Schema[]): Schema => ({ anyOf: types });
const orNothing = (type: Schema): Schema => anyOf(type, nothing);
const listOf = (items: Schema): Schema => ({ type: "array", items });

function fields(
  title: string,
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
): Schema {
  return { type: "object", title, properties, ...(required.length > 0 && { required }) };
}

const fileFields = {
  url: orNothing(text),
  size: orNothing(whole),
  orig_name: orNothing(text),
  mime_type: orNothing(text),
  is_stream: flag,
};

/** Gradio's description of a file. */
const file = fields(
  "FileData",
  {
    path: text,
    ...fileFields,
    meta: fields("FileDataMeta", { _type: { type: "string", const: "gradio.FileData" } }, ["_type"]),
  },
  ["path"],
);

/** The one of images, for which an address alone is enough. */
const image: Schema = {
  ...fields("ImageData", {
    path: orNothing(text),
    ...fileFields,
    meta: { type: "object", additionalProperties: true, default: { _type: "gradio.FileData" } },
  }),
  additional_description: "A local filepath or publicly available URL.",
};

const galleryItem = anyOf(
  fields("GalleryImage", { image, caption: orNothing(text) }, ["image"]),
  fields("GalleryVideo", { video: file, caption: orNothing(text) }, ["video"]),
);

const label = anyOf(text, whole, number, nothing);
const id = anyOf(whole, text);

const message = fields(
  "Message",
  {
    role: text,
    metadata: orNothing(
      fields("MetadataDict", {
        title: text,
        id,
        parent_id: id,
        log: text,
        duration: number,
        status: { type: "string", enum: ["pending", "done"] },
      }),
    ),
    content: listOf(
      anyOf(
        fields("TextMessage", { text, type: { type: "string", const: "text" } }, ["text"]),
        fields("FileMessage", { file, alt_text: orNothing(text), type: { type: "string", const: "file" } }, [
          "file",
        ]),
        fields(
          "ComponentMessage",
          {
            component: text,
            value: anything,
            constructor_args: { type: "object", additionalProperties: true },
            props: { type: "object", additionalProperties: true },
            type: { type: "string", const: "component" },
          },
          ["component", "value", "constructor_args", "props"],
        ),
      ),
    ),
    options: orNothing(listOf(fields("OptionDict", { value: text, label: text }, ["value"]))),
  },
  ["role", "content"],
);

/** What each component sends and takes, in Gradio's form. */
const types: { readonly [N in ComponentName]: (options: Options) => Schema } = {
  Textbox: () => text,
  TextArea: () => text,
  Text: () => text,
  Number: ({ precision }) => (precision === 0 ? whole : number),
  Slider: ({ minimum = 0, maximum = 100 }) => ({
    ...number,
    description: `numeric value between ${JSON.stringify(minimum)} and ${JSON.stringify(maximum)}`,
  }),
  Checkbox: () => flag,
  CheckboxGroup: (options) => listOf(chosen(options)),
  Radio: chosen,
  Dropdown: (options) => (options["multiselect"] === true ? listOf(chosen(options)) : chosen(options)),
  ColorPicker: () => text,
  Image: () => image,
  ImageEditor: () =>
    fields("EditorData", {
      background: orNothing(file),
      layers: listOf(file),
      composite: orNothing(file),
      id: orNothing(text),
    }),
  ImageSlider: () =>
    orNothing({ type: "array", prefixItems: [orNothing(image), orNothing(image)], minItems: 2, maxItems: 2 }),
  AnnotatedImage: () =>
    fields(
      "AnnotatedImageData",
      {
        image: file,
        annotations: listOf(fields("Annotation", { image: file, label: text }, ["image", "label"])),
      },
      ["image", "annotations"],
    ),
  Gallery: () => listOf(galleryItem),
  Audio: () => file,
  Video: () => file,
  File: ({ fileCount = "single" }) => (fileCount === "single" ? file : listOf(file)),
  Model3D: () => file,
  JSON: () => ({ type: {}, description: "any valid json" }),
  Code: () => text,
  Dataframe: () =>
    fields(
      "DataframeData",
      {
        headers: listOf(anything),
        data: listOf(listOf(anything)),
        metadata: orNothing({ type: "object", additionalProperties: orNothing(listOf(anything)) }),
      },
      ["headers", "data"],
    ),
  Plot: () =>
    fields(
      "PlotData",
      { type: { type: "string", enum: ["altair", "bokeh", "plotly", "matplotlib"] }, plot: text },
      ["type", "plot"],
    ),
  Label: () =>
    fields("LabelData", {
      label,
      confidences: orNothing(listOf(fields("LabelConfidence", { label, confidence: orNothing(number) }))),
    }),
  HighlightedText: () =>
    listOf(
      fields("HighlightedToken", { token: text, class_or_confidence: anyOf(text, number, nothing) }, [
        "token",
      ]),
    ),
  HTML: () => text,
  Markdown: () => text,
  Chatbot: () => listOf(message),
  MultimodalTextbox: () => fields("MultimodalData", { text, files: listOf(file) }, ["text"]),
  Dialogue: () => anyOf(listOf(fields("DialogueLine", { speaker: text, text }, ["speaker", "text"])), text),
};

/** The type of a component's values. */
export function typeOf({ component, options }: ComponentDescription): Schema {
  return types[component](options);
}

/** The type of what a view shows, inside of lists of a depth. */
export function listTypeOf(view: Exclude<OutputView, { kind: "hidden" }>, depth: number): Schema {
  let type =
    view.kind === "component"
      ? typeOf(view.component)
      : listOf(
          fields(
            "Item",
            Object.fromEntries(Object.entries(view.fields).map(([name, one]) => [name, typeOf(one)])),
          ),
        );
  for (let level = 0; level < depth; level += 1) type = listOf(type);
  return type;
}

/** The values of `choices` without what is shown for them. */
export function choicesOf(options: Options): readonly (readonly [shown: Json, value: Json])[] {
  const { choices } = options;
  if (!Array.isArray(choices)) return [];
  return (choices as readonly Json[]).map((choice) =>
    Array.isArray(choice)
      ? (choice as [Json, Json])
      : [typeof choice === "string" ? choice : JSON.stringify(choice), choice],
  );
}

function chosen(options: Options): Schema {
  const values = choicesOf(options).map(([, value]) => value);
  return values.length > 0 ? { ...text, enum: values } : text;
}
