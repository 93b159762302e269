import type { ParameterInfo, ReturnInfo } from "../gradio/schema/api-info.ts";
import { allowedValues, alternatives } from "../gradio/schema/json-type.ts";

/** Value types of components that are not what their JSON type says, since files are path strings in a workflow. */
const returned = new Map(
  Object.entries({
    Image: "ImageFile",
    ImageEditor: "ImageEditorValue",
    ImageSlider: "ImageSliderValue",
    AnnotatedImage: "AnnotatedImageValue",
    Gallery: "(GalleryImage | GalleryVideo)[]",
    Audio: "AudioFile",
    Video: "VideoFile",
    Model3D: "ModelFile",
    Dataframe: "DataframeValue",
    Plot: "PlotValue",
    Label: "LabelValue",
    HighlightedText: "HighlightedToken[]",
    Chatbot: "ChatMessage[]",
    MultimodalTextbox: "MultimodalValue",
    JSON: "Json",
  }),
);

/** Shorter forms that a call also takes, and that are completed on the way. */
const taken = new Map(
  Object.entries({
    ImageEditor: "ImageFile | In<ImageEditorValue>",
    ImageSlider: "readonly (ImageFile | null)[]",
    Gallery: "readonly (In<GalleryImage> | In<GalleryVideo> | string | readonly (string | null)[])[]",
    Video: "VideoFile | In<SubtitledVideo>",
    Dataframe: "In<DataframeValue> | readonly (readonly Cell[] | { readonly [column: string]: Cell })[]",
    MultimodalTextbox: "string | In<MultimodalValue>",
    // What these take has more forms than are worth telling apart.
    AnnotatedImage: "Json",
    Plot: "Json",
    Label: "Json",
    HighlightedText: "Json",
    Chatbot: "Json",
  }),
);

/** The public value types of `daggr` that the texts here name. */
const valueTypes: readonly string[] = [
  ...new Set([...returned.values(), ...taken.values()].flatMap((text) => text.match(/\b[A-Z]\w+/g) ?? [])),
  "AnyFile",
].filter((name) => name !== "In");

/** In a declaration file: the names that the texts here use. */
export const valueTypeImport = `import type { Constant as In, ${valueTypes.join(", ")} } from "daggr";`;

/** The type of values that a parameter takes, as TypeScript text. Choices are as wide as their kind: a rule of its own looks at them. */
export function parameterType(parameter: ParameterInfo): string {
  const { component, jsonType, type } = parameter;
  const allowed = allowedValues(jsonType);
  if (component === "File") return fileType(parameter, "readonly AnyFile[]");
  const known = taken.get(component) ?? returned.get(component);
  if (known !== undefined) return known;
  if (allowed === undefined) return `In<${type}>`;
  const kinds = [...new Set(allowed.map((value) => typeof value))].filter((kind) => kind !== "object");
  const one = kinds.length > 0 ? kinds.join(" | ") : "Json";
  const parts = alternatives(jsonType, jsonType);
  return parts.some((part) => part.type === "array") ? `readonly (${one})[]` : one;
}

/** The type of a value that an endpoint returns. */
export function returnType(info: ReturnInfo): string {
  if (info.component === "File") return fileType(info, "AnyFile[]");
  return returned.get(info.component) ?? info.type;
}

function fileType({ jsonType }: ReturnInfo, many: string): string {
  const parts = alternatives(jsonType, jsonType).filter((part) => part.type !== "null");
  const lists = parts.filter((part) => part.type === "array").length;
  if (lists === 0) return "AnyFile";
  return lists === parts.length && many.startsWith("AnyFile") ? many : `AnyFile | ${many}`;
}
