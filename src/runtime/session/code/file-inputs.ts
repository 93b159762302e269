import { within } from "../../failures/network.ts";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { filesOf, initialValue } from "../../components/component-queries.ts";
import { filePlaces, type FileShape } from "../../components/file-positions.ts";
import { importFiles } from "../../files/file-values.ts";
import { loginIn } from "../../files/http/address-login.ts";
import { isInOwnNetwork } from "../../files/http/own-network.ts";
import { textsIn } from "../../values/texts.ts";
import { lookUpLimit, type Services } from "../../run/services.ts";
import type { Media } from "../../files/media.ts";
import { canvasInputs } from "../../graph/canvas-inputs.ts";
import type { GraphDescription, InputId } from "../../graph/description.ts";
import { callableNodes } from "../../graph/variants.ts";
import type { Json, Value } from "../../values/value.ts";
import { inputId } from "../../plan/keys.ts";
import { callsService } from "../../graph/node-kinds.ts";

interface FileInput {
  readonly id: InputId;
  readonly value: Value;
  readonly shape: FileShape;
}

/**
 * Values that components bring along, and fixed inputs of Spaces and models, where they are files: taken in by content, so
 * that keys see the content and not the path. A file that cannot be read stays a path, and fails with a clear message when
 * it is used.
 */
export class FileInputs {
  #found: ReadonlyMap<InputId, Value> = new Map();

  constructor(
    private readonly parts: { readonly media: Media; readonly services: Services },
    /** The workflow file's. */
    private readonly folder: string,
  ) {}

  get(input: InputId): Value | undefined {
    return this.#found.get(input);
  }

  /**
   * Takes the files in as they are now. Spaces and models of which it is not known which inputs are files are asked only where
   * they are to run.
   */
  async take(graph: GraphDescription, running: readonly string[] = []): Promise<void> {
    const found = new Map<InputId, Value>();
    const inputs = [...ofComponents(graph), ...(await this.#ofServices(graph, new Set(running)))];
    const taking = inputs.map(async ({ id, value, shape }) => {
      if (filePlaces(shape, value).length === 0) return;
      const { folder } = this;
      // A server that hangs keeps nothing waiting: whoever uses the file fetches it again, and can be stopped.
      const signal = within(lookUpLimit);
      const taken = await importFiles(value as Json, shape, this.parts.media, { folder, signal }).catch(
        () => undefined,
      );
      if (taken !== undefined) found.set(id, taken);
    });
    await Promise.all(taking);
    this.#found = found;
  }

  async #ofServices(graph: GraphDescription, running: ReadonlySet<string>): Promise<FileInput[]> {
    const found = callableNodes(graph).map(async (node): Promise<FileInput[]> => {
      // What a preprocess makes of its inputs is not known here.
      if (!callsService(node) || node.hasPreprocess) return [];
      const fixed = node.inputs.flatMap((input) => (input.kind === "fixed" ? [input] : []));
      if (!(await this.#someFile(fixed.map(({ value }) => value)))) return [];
      const ask = running.has(node.name) ? within(lookUpLimit) : undefined;
      const shapes = await this.parts.services.fileShapes(node, { ask });
      return fixed.flatMap(({ name, value }) => {
        const shape = shapes.get(name);
        return shape ? [{ id: inputId(node.name, name), value, shape }] : [];
      });
    });
    return (await Promise.all(found)).flat();
  }

  /** Whether it is worth asking at all: whether a text names a file does not make it one. Public addresses are the app's to fetch. */
  async #someFile(values: readonly Json[]): Promise<boolean> {
    for (const given of values.flatMap(textsIn)) {
      if (/^https?:\/\//.test(given)) {
        if (loginIn(given) !== undefined || (await isInOwnNetwork(given))) return true;
        continue;
      }
      const text = given.replace(/^file:\/\//, "");
      if (text === "") continue;
      const found = await stat(resolve(this.folder, text)).catch(() => undefined);
      if (found?.isFile()) return true;
    }
    return false;
  }
}

function ofComponents(graph: GraphDescription): FileInput[] {
  return canvasInputs(graph).map(({ id, component }) => ({
    id,
    value: initialValue(component),
    shape: filesOf(component),
  }));
}
