import { basename, resolve } from "node:path";
import { replaceFiles, type FileShape } from "../components/file-positions.ts";
import { isDataUrl, parseDataUrl } from "../files/data-url.ts";
import type { Media } from "../files/media.ts";
import { isPrivateAddress } from "../files/private-host.ts";
import { safeName } from "../files/safe-name.ts";
import { isUntrusted } from "../files/untrusted-text.ts";
import { appName } from "../gradio/connection/space-address.ts";
import type { GradioNodeDescription, InferenceNodeDescription } from "../graph/description.ts";
import type { StepContext } from "../run/step/step.ts";
import { relativePaths } from "../text/relative-paths.ts";
import { isFileRef, type FileRef, type Value, type Values } from "../values/value.ts";
import type { Cleaner } from "./clean.ts";
import type { CallRequest } from "./record.ts";

export type ServiceNode = GradioNodeDescription | InferenceNodeDescription;

export interface RequestTools {
  readonly media: Media;
  readonly cleaner: Cleaner;
  /** The Hub's address. */
  readonly endpoint: string;
}

/** A request, with the values of the arguments that are in no key. */
export interface MadeRequest {
  readonly request: CallRequest;
  readonly drawn: Values;
}

/** What a call asks for, as it is recorded. `shapes` says where the files are. */
export async function requestOf(
  node: ServiceNode,
  inputs: Values,
  shapes: ReadonlyMap<string, FileShape>,
  context: StepContext,
  tools: RequestTools,
): Promise<MadeRequest> {
  const own: Record<string, Value> = {};
  const drawn: Record<string, Value> = {};
  const elsewhere = withoutPlaces(context.folder, tools.media.folder);
  const callables = new Set(node.inputs.flatMap(({ name, kind }) => (kind === "callable" ? [name] : [])));
  for (const [name, value] of Object.entries(inputs)) {
    const shape = shapes.get(name);
    const found = shape
      ? await replaceFiles(shape, value, (file) => contentOf(file, context, tools.media))
      : value;
    (callables.has(name) ? drawn : own)[name] = await tools.cleaner.value(found, elsewhere);
  }
  const names = Object.keys(drawn);
  return {
    request: {
      ...serviceOf(node, tools.endpoint),
      arguments: own,
      ...(names.length > 0 && { drawn: names }),
    },
    drawn,
  };
}

/** What a node calls, without its arguments. */
export function serviceOf(node: ServiceNode, endpoint: string): ServiceName {
  if (node.kind === "inference") {
    const { model, task, provider } = node;
    return {
      kind: "model",
      model,
      ...(task !== undefined && { task }),
      ...(provider !== undefined && { provider }),
    };
  }
  const app = appName(node.space, endpoint);
  return { kind: "space", app: URL.canParse(app) ? publicPart(app) : app, endpoint: node.apiName };
}

type ServiceName = CallRequest extends infer R
  ? R extends CallRequest
    ? Omit<R, "arguments" | "drawn">
    : never
  : never;

/** Ports and hosts of apps on this machine and its network are others at each start. */
function publicPart(address: string): string {
  if (!isPrivateAddress(address)) return address;
  return `http://localhost${new URL(address).pathname.replace(/\/+$/, "")}`;
}

/** Texts without the places that differ between machines: folders, ports of programs. */
export function withoutPlaces(folder: string | undefined, media: string): (text: string) => string {
  const shown = relativePaths(folder ?? process.cwd(), [media]);
  return (text) =>
    shown(text).replace(/\bhttps?:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+/g, "http://localhost");
}

/** A text where a file is wanted, by its content. What cannot be read stays as it is: the call itself says what is wrong. */
async function contentOf(
  file: string | FileRef,
  { folder, allowedPaths, untrusted }: StepContext,
  media: Media,
): Promise<Value> {
  if (isFileRef(file) || /^https?:\/\//.test(file)) return file;
  if (isDataUrl(file)) {
    const content = parseDataUrl(file);
    return content ? media.addBytes(content.bytes, safeName("file", content.mime), content.mime) : file;
  }
  if (isUntrusted(file, untrusted)) return file;
  try {
    const path = resolve(folder ?? "", file);
    return await media.addFile((await allowedPaths?.resolve(file, path)) ?? path, { name: basename(path) });
  } catch {
    return file;
  }
}
