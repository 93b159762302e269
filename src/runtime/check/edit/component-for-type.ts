import type { ts } from "../../typescript.ts";
import type { ComponentName } from "../../components/description.ts";
import type { Daggr } from "../model/daggr.ts";
import { labelText } from "./component-code.ts";
import { keyText } from "./text.ts";

const components: Readonly<Record<string, ComponentName>> = {
  string: "Textbox",
  number: "Number",
  boolean: "Checkbox",
  ImageFile: "Image",
  AudioFile: "Audio",
  VideoFile: "Video",
  ModelFile: "Model3D",
  AnyFile: "File",
};

/** The component that shows values of a type. */
export function componentForType(type: ts.Type, daggr: Daggr): ComponentName {
  return components[daggr.text(daggr.checker.getNonNullableType(type))] ?? "JSON";
}

/** `maxWords: gr.Number({ label: "Max words" })`: an entry of `inputs` for a function's input. Without a type, a text. */
export function inputEntry(name: string, type: ts.Type | undefined, daggr: Daggr): string {
  const component = type === undefined ? "Textbox" : componentForType(type, daggr);
  const label = labelText(
    "",
    name.replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`),
  );
  return `${keyText(name)}: gr.${component}({ label: ${JSON.stringify(label)} })`;
}
