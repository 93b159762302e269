import { realpath, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { isHidden, isWithin, realOf } from "../../runtime/files/real-path.ts";
import { recordingBeside } from "../../runtime/recordings/beside.ts";
import { ToolError } from "./tool-error.ts";

const maxCodeBytes = 2 * 1024 * 1024;

/** Whether a name is that of a file which may be a workflow. */
export function isCode(name: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(name);
}

/** The folder that an assistant works in. Nothing outside of it is read or written, whatever a name or a link says. */
export class Workspace {
  readonly #named = new Set<string>();

  private constructor(
    /** Without links. */
    readonly folder: string,
    /** The only workflow that may be named, where one is served. */
    readonly only: string | undefined,
  ) {}

  static async open(folder: string, only?: string): Promise<Workspace> {
    return new Workspace(await realpath(folder), only === undefined ? undefined : await realpath(only));
  }

  /** The workflow files that an assistant has named so far. */
  get named(): readonly string[] {
    return [...this.#named];
  }

  /** The path of a workflow file that exists. */
  async workflow(name: string): Promise<string> {
    const path = await this.place(name);
    await this.#mustBeFile(path, name, maxCodeBytes);
    this.#named.add(this.nameOf(path));
    return path;
  }

  /** Where a workflow file is, or would be if it was written. */
  async place(name: string): Promise<string> {
    if (!isCode(name))
      throw new ToolError(`'${name}' is no workflow file. Name a .ts, .tsx or .js file of the workspace.`);
    const path = await this.#inside(name);
    if (this.only !== undefined && path !== this.only)
      throw new ToolError(
        `Only the served workflow can be named here: file "${this.nameOf(this.only)}". Other files need 'daggr mcp'.`,
      );
    return path;
  }

  /** The path of a file that exists; of a link, the target's. */
  async file(name: string): Promise<string> {
    const path = await this.#inside(name);
    await this.#mustBeFile(path, name, Infinity);
    return path;
  }

  /** The path of a folder that exists. */
  async directory(name: string): Promise<string> {
    const path = await this.#inside(name);
    if (!(await stat(path).catch(() => undefined))?.isDirectory())
      throw new ToolError(
        `'${name}' is no workflow file and no folder. Name a .ts, .tsx or .js file of the workspace, or a folder of it; names are relative to ${this.folder}.`,
      );
    return path;
  }

  /** The folder of a workflow's own recording, where there is one. @throws {ToolError} where a link in it leads out of the workspace */
  async recordingOf(workflow: string): Promise<string | undefined> {
    const folder = recordingBeside(workflow);
    if (!(await stat(folder).catch(() => undefined))?.isDirectory()) return undefined;
    await this.#inside(join(folder, "files"));
    return this.#inside(folder);
  }

  /** As an assistant names it; what is elsewhere keeps its path. */
  nameOf(path: string): string {
    return isWithin(path, this.folder) ? relative(this.folder, path).replaceAll("\\", "/") : path;
  }

  async #inside(name: string): Promise<string> {
    if (name.includes("\0")) throw new ToolError("A file's name holds no zero byte.");
    const path = await realOf(resolve(this.folder, name));
    if (!isWithin(path, this.folder))
      throw new ToolError(
        `'${name}' is outside of the workspace. Only files under ${this.folder} are read and written, and no link leads out of it.`,
      );
    const between = relative(this.folder, path);
    if (isHidden(between) || /(^|[\\/])node_modules([\\/]|$)/.test(between))
      throw new ToolError(
        `'${name}' is hidden or in node_modules. Such files often hold secrets or are others', so they are left alone.`,
      );
    return path;
  }

  async #mustBeFile(path: string, name: string, maxBytes: number): Promise<void> {
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile())
      throw new ToolError(`There is no file '${name}'. Names are relative to the workspace, ${this.folder}.`);
    if (found.size > maxBytes)
      throw new ToolError(`'${name}' has ${found.size} bytes; up to ${maxBytes} are read.`);
  }
}
