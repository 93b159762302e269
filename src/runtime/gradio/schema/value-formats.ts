import { importFiles } from "../../files/file-values.ts";
import type { Media } from "../../files/media.ts";
import { upgraded } from "../../components/component-queries.ts";
import { componentNames } from "../../components/description.ts";
import type { ComponentName } from "../../components/description.ts";
import { specOf } from "../../components/registry.ts";
import { isFileRef } from "../../values/value.ts";
import type { Json, Value } from "../../values/value.ts";
import type { ParameterInfo, ReturnInfo } from "./api-info.ts";
import { chatToGradio } from "./chat-messages.ts";
import { alternatives } from "./json-type.ts";
import type { JsonType } from "./json-type.ts";

type Fields = Readonly<Record<string, Value>>;
type ToGradio = (value: Value, type: JsonType) => Value;

/** Where an app wants another form than the documented one, which most components take as it is. */
const toGradioForms: Partial<Readonly<Record<ComponentName, ToGradio>>> = {
  // Up to Gradio 5 a video travels with its subtitles, since then alone.
  Video: (value, type) => {
    const pair = hasField(value, "video") ? value : { video: value, subtitles: null };
    return takes(type, "video") ? pair : (pair["video"] ?? null);
  },
  File: (value, type) => {
    const kinds = alternatives(type, type).filter((one) => one.type !== "null");
    const wantsList = kinds.length > 0 && kinds.every((one) => one.type === "array");
    return wantsList && !Array.isArray(value) ? [value] : value;
  },
  Chatbot: chatToGradio,
};

/** A returned value in the documented form of its component. Files are references already, or written out. */
export async function fromGradio(info: ReturnInfo | undefined, value: Value, media: Media): Promise<Value> {
  const name = info && knownComponent(info.component);
  if (!name || value === null) return value;
  const places = specOf(name).files({});
  return importFiles(upgraded({ component: name }, value) as Json, places, media, {
    folder: "",
    from: "service",
  });
}

/** An input's value in the form that the app wants. Files are still references. */
export function toGradio(info: ParameterInfo, value: Value): Value {
  const name = knownComponent(info.component);
  if (!name || value === null) return value;
  const form = toGradioForms[name];
  return form ? form(value, info.jsonType) : upgraded({ component: name }, value);
}

function knownComponent(name: string): ComponentName | undefined {
  return componentNames.find((known) => known === name);
}

function takes(type: JsonType, field: string): boolean {
  return alternatives(type, type).some((at) => at.properties && field in at.properties);
}

function isRecord(value: Value): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isFileRef(value);
}

function hasField(value: Value, field: string): value is Fields {
  return isRecord(value) && field in value;
}
