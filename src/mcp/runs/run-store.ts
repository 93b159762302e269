import { randomBytes } from "node:crypto";
import { realpath, stat } from "node:fs/promises";
import { basename } from "node:path";
import mime from "mime";
import { isWithin } from "../../runtime/files/real-path.ts";
import type { RunReport } from "../../runtime/headless/run-report.ts";
import type { Json } from "../../runtime/values/value.ts";
import { ToolError } from "../safety/tool-error.ts";

/** Runs whose results can be read. */
const keptRuns = 30;

export interface ResultFile {
  /** To read it by: `daggr://results/RUN/NUMBER/NAME`. */
  readonly uri: string;
  readonly node: string;
  readonly port: string;
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: number;
  readonly path: string;
}

/** A run, or a test of a node, with its whole results. In values, files are their addresses. */
export interface KeptRun {
  readonly id: string;
  /** The workflow, as assistants name it. */
  readonly file: string;
  /** ISO 8601. */
  readonly at: string;
  readonly report: RunReport;
  readonly files: readonly ResultFile[];
}

/** What was run for assistants since the server started. */
export class RunStore {
  readonly #runs = new Map<string, KeptRun>();

  get all(): readonly KeptRun[] {
    return [...this.#runs.values()];
  }

  /** @param data the folder that holds the files of results; no other path is taken for one */
  async keep(file: string, report: RunReport, data: string): Promise<KeptRun> {
    // Whoever does not know it reads nothing: on a server, visitors are several.
    const id = randomBytes(8).toString("hex");
    const folder = await realpath(data).catch(() => data);
    const files: ResultFile[] = [];
    const results: RunReport["results"] = {};
    for (const [node, ports] of Object.entries(report.results)) {
      results[node] = {};
      for (const [port, value] of Object.entries(ports)) {
        const add = async (path: string): Promise<string> => {
          const known = files.find((one) => one.path === path && one.node === node && one.port === port);
          if (known) return known.uri;
          const found = isWithin(path, folder) ? await stat(path).catch(() => undefined) : undefined;
          if (!found?.isFile()) return path;
          const name = basename(path);
          const uri = `daggr://results/${id}/${files.length}/${encodeURIComponent(name)}`;
          const mimeType = mime.getType(name) ?? "application/octet-stream";
          files.push({ uri, node, port, name, mimeType, bytes: found.size, path });
          return uri;
        };
        results[node][port] = await withAddresses(value, folder, add);
      }
    }
    const run: KeptRun = { id, file, at: new Date().toISOString(), report: { ...report, results }, files };
    this.#runs.set(id, run);
    for (const old of [...this.#runs.keys()].slice(0, -keptRuns)) this.#runs.delete(old);
    return run;
  }

  /** @throws {ToolError} where it is not known (any more) */
  run(id: string): KeptRun {
    const found = this.#runs.get(id);
    if (found) return found;
    throw new ToolError(
      `There is no run '${id}' (any more). Call 'run' again: what is still fresh is reused and costs nothing.`,
    );
  }

  /** @throws {ToolError} where there is none */
  file(id: string, number: number): ResultFile {
    const found = this.run(id).files[number];
    if (found) return found;
    throw new ToolError(`The run '${id}' has no file ${number}.`);
  }
}

/** The value with each path under a folder replaced. */
async function withAddresses(
  value: Json,
  folder: string,
  replace: (path: string) => Promise<string>,
): Promise<Json> {
  if (typeof value === "string") return value.startsWith(folder) ? replace(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const parts: Json[] = [];
    for (const part of value as readonly Json[]) parts.push(await withAddresses(part, folder, replace));
    return parts;
  }
  const fields: [string, Json][] = [];
  for (const [name, part] of Object.entries(value as Readonly<Record<string, Json>>))
    fields.push([name, await withAddresses(part, folder, replace)]);
  return Object.fromEntries(fields);
}
