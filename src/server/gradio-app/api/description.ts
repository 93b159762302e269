import { exampleValue, filesOf } from "../../../runtime/components/component-queries.ts";
import type { ComponentDescription } from "../../../runtime/components/description.ts";
import { replaceFiles } from "../../../runtime/components/file-positions.ts";
import type { Engine } from "../../../runtime/session/engine.ts";
import { isFileRef, type Json } from "../../../runtime/values/value.ts";
import type { Endpoint, Return } from "./endpoints.ts";
import type { Parameter } from "./parameters.ts";
import { listTypeOf, typeOf, type Schema } from "./value-types.ts";
import { toGradio } from "../calls/values.ts";
import type { VisitorFiles } from "../files/visitor-files.ts";

/** A parameter or a returned value as clients get to know it. */
export interface DescribedValue {
  /** Equal where endpoints share it. */
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly component: ComponentDescription;
  readonly type: Schema;
  readonly example: Json;
  /** In Gradio's form; undefined where it has to be given, and of what is returned. */
  readonly default: Json | undefined;
}

export interface DescribedEndpoint extends Omit<Endpoint, "parameters" | "returns"> {
  readonly parameters: readonly DescribedValue[];
  readonly returns: readonly DescribedValue[];
}

/** Endpoints in Gradio's terms. Files that are defaults are offered to the visitor. */
export function described(
  endpoints: readonly Endpoint[],
  files: Pick<VisitorFiles, "offer">,
  engine: Pick<Engine, "pathOf">,
): Promise<DescribedEndpoint[]> {
  return Promise.all(
    endpoints.map(async (endpoint) => ({
      ...endpoint,
      parameters: await Promise.all(endpoint.parameters.map((one) => parameter(one, files, engine))),
      returns: await Promise.all(endpoint.returns.map(returned)),
    })),
  );
}

async function parameter(
  { name, label, component, default: initial, gives }: Parameter,
  files: Pick<VisitorFiles, "offer">,
  engine: Pick<Engine, "pathOf">,
): Promise<DescribedValue> {
  const value = initial === undefined ? undefined : await toGradio(component, initial, files.offer, engine);
  const example = value ?? (await exampleOf(component));
  return {
    id: JSON.stringify(gives),
    name,
    label,
    component,
    type: typeOf(component),
    example,
    default: value,
  };
}

async function returned({ node, port, label, view, depth }: Return): Promise<DescribedValue> {
  const shown = { id: JSON.stringify([node, port]), name: port, label, default: undefined };
  if (depth === 0 && view.kind === "component") {
    const { component } = view;
    return { ...shown, component, type: typeOf(component), example: await exampleOf(component) };
  }
  const component: ComponentDescription = { component: "JSON", options: {} };
  return { ...shown, component, type: listTypeOf(view, depth), example: [] };
}

/** Files are data URLs, so that it can be sent as it is. */
async function exampleOf({ component, options }: ComponentDescription): Promise<Json> {
  const { value: _own, ...others } = options;
  const plain: ComponentDescription = { component, options: others };
  const value = await replaceFiles(filesOf(plain), exampleValue(plain), (file) =>
    isFileRef(file)
      ? null
      : { path: file, url: file, orig_name: "example", meta: { _type: "gradio.FileData" } },
  );
  // The cast: no example has a reference.
  return value as Json;
}
