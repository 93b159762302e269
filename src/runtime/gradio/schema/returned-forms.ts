import { componentNames, type ComponentName } from "../../components/description.ts";
import { fitsView, inFormOf } from "../../graph/outputs.ts";
import type { OutputView } from "../../graph/description.ts";
import type { FileRef, Value } from "../../values/value.ts";
import type { ReturnInfo } from "./api-info.ts";
import { alternatives, isFileType } from "./json-type.ts";

const file: FileRef = { $file: "0".repeat(64), name: "file", mime: "application/octet-stream", size: 0 };
const text = ["text"];
const choice = ["text", 1, true];

/**
 * One value of each form in which an endpoint returns a component's value, whatever its description says: functions return a list
 * of files for a File, a number for a Radio. Components whose values may be anything are left out.
 */
const forms: Readonly<Partial<Record<ComponentName, readonly Value[]>>> = {
  Textbox: text,
  TextArea: text,
  Text: text,
  Markdown: text,
  Code: text,
  ColorPicker: text,
  Number: [1],
  Slider: [1],
  Checkbox: [true],
  CheckboxGroup: [["text"], [1], [true]],
  Radio: choice,
  Dropdown: [...choice, ["text"], [1], [true]],
  Image: [file],
  Audio: [file],
  Model3D: [file],
  Video: [file, { video: file, subtitles: file }],
  File: [file, [file]],
  ImageEditor: [{ background: file, layers: [file], composite: file }],
  ImageSlider: [[file, file]],
  AnnotatedImage: [{ image: file, annotations: [{ image: file, label: "text" }] }],
  Gallery: [[{ image: file, caption: null }], [{ video: file, caption: null }]],
  Dataframe: [{ headers: ["text"], data: [["text"]], metadata: null }],
  Plot: [{ type: "plotly", plot: "text" }],
  Label: [{ label: "text", confidences: [{ label: "text", confidence: 1 }] }],
  HighlightedText: [[{ token: "text", class_or_confidence: null }]],
  Chatbot: [[{ role: "user", content: "text" }]],
  MultimodalTextbox: [{ text: "text", files: [file] }],
  Dialogue: [[{ speaker: "text", text: "text" }], "text"],
};

/** Whether an output can show what an endpoint returns, in any form. Only what can never be shown is refused before a call. */
export function canShow(view: OutputView, returned: ReturnInfo): boolean {
  const known = formsOf(returned);
  if (known === undefined) return true;
  const open = withoutChoices(view);
  return known.some((value) => fitsView(open, inFormOf(open, value)) === undefined);
}

function formsOf({ component, jsonType }: ReturnInfo): readonly Value[] | undefined {
  const name = componentNames.find((one) => one === component);
  if (name !== undefined) return forms[name];
  // Of another component only what Gradio itself derives is told: the type of a file.
  const types = alternatives(jsonType, jsonType).filter(({ type }) => type !== "null");
  return types.length > 0 && types.every(isFileType) ? [file] : undefined;
}

/** Which choice comes is only known once it is there. */
function withoutChoices(view: OutputView): OutputView {
  if (view.kind !== "component") return view;
  const { component, options } = view.component;
  return { kind: "component", component: { component, options: { ...options, choices: [] } } };
}
