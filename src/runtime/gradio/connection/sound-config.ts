import type { Config } from "@gradio/client";
import { LimitError } from "../../failures/limit-error.ts";

type Component = Config["components"][number];
type Dependency = Config["dependencies"][number];
type Fields = Readonly<Record<string, unknown>>;

const maxComponents = 20_000;
const maxDependencies = 5_000;
/** Inputs, or outputs, of one endpoint. */
const maxPorts = 1_000;

/** A configuration with everything in its place that is read of it, whatever the app sent. Undefined where it is none. */
export function soundConfig(body: unknown): Config | undefined {
  const raw = fieldsOf(body);
  const { components, dependencies } = raw;
  if (!Array.isArray(components) || !Array.isArray(dependencies)) return undefined;
  if (components.length > maxComponents) throw tooMany(`${maxComponents} components`);
  if (dependencies.length > maxDependencies) throw tooMany(`${maxDependencies} endpoints`);
  const prefix = textOf(raw["api_prefix"]);
  const largest = raw["max_file_size"];
  // The cast: what Gradio's client and this program read was looked at.
  return {
    ...raw,
    version: textOf(raw["version"]),
    ...(raw["protocol"] === undefined ? {} : { protocol: textOf(raw["protocol"]) }),
    // Anything else could turn the app's address into that of another host.
    api_prefix: /^(\/[\w.~-]+)*$/.test(prefix) ? prefix : "",
    max_file_size: typeof largest === "number" ? largest : undefined,
    components: components.filter(isComponent),
    dependencies: (dependencies as readonly unknown[]).flatMap(dependencyOf),
  } as unknown as Config;
}

function isComponent(value: unknown): value is Component {
  const { id, type, props } = fieldsOf(value);
  return typeof id === "number" && typeof type === "string" && typeof props === "object" && props !== null;
}

/** Old apps count their functions instead of numbering them. */
function dependencyOf(value: unknown, index: number): Dependency[] {
  const raw = fieldsOf(value);
  const { id = index, api_name: name, inputs, outputs, types } = raw;
  if (typeof id !== "number" || (typeof name === "object" && name !== null)) return [];
  const generator = fieldsOf(types)["generator"] === true;
  const ports = { inputs: idsOf(inputs), outputs: idsOf(outputs) };
  return [{ ...raw, id, ...ports, types: { ...fieldsOf(types), generator } } as unknown as Dependency];
}

function idsOf(value: unknown): readonly number[] {
  const ids = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (ids.length > maxPorts) throw tooMany(`${maxPorts} inputs or outputs of one endpoint`);
  return ids.filter((id) => typeof id === "number");
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function tooMany(what: string): LimitError {
  return new LimitError(`it describes more than ${what}, the most that Daggr takes`);
}
