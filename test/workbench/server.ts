import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { serverMain, writeServerSettings } from "../../scripts/lib/code-server.mjs";
import { node24 } from "../../scripts/lib/node24.mjs";
import { root } from "../../scripts/lib/paths.mjs";
import { freePort } from "../support/ports.ts";
import { startProcess, type RunningProcess } from "../support/processes.ts";

export interface ServerOptions {
  /** The workspace: a folder to copy, or files by name. `examples` by default. */
  readonly workspace?: string | Readonly<Record<string, string>>;
  /** A packaged extension to install. By default the repository's folder is loaded. */
  readonly vsix?: string;
  /** The folder of an extension to load in the place of the repository's. */
  readonly extension?: string;
  /** Whether VS Code asks for trust. By default every folder is trusted. */
  readonly askForTrust?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment variables for the server, its extension host and all processes that they start. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A module that VS Code loads as extension tests. When its `run()` ends, so does the session. */
  readonly testsPath?: string;
}

/** A real VS Code server with its own data folders, on a free port that stays the same when the server restarts. */
export class VsCodeServer {
  #process: RunningProcess | undefined;

  private constructor(
    readonly port: number,
    /** The temporary folder that holds everything of this server. */
    readonly folder: string,
    /** The copy of the workspace, whose files tests may change. */
    readonly workspace: string,
    readonly options: ServerOptions,
  ) {}

  static async start(options: ServerOptions = {}): Promise<VsCodeServer> {
    const folder = await mkdtemp(join(tmpdir(), "daggr-workbench-"));
    const workspace = await makeWorkspace(folder, options.workspace ?? join(root, "examples"));
    const server = new VsCodeServer(await freePort(), folder, workspace, options);
    await writeServerSettings(server.#dataFolder, {
      "git.enabled": false,
      // A question would stand in the way of what a test looks for.
      "daggr.types": "off",
      ...options.settings,
    });
    await mkdir(join(folder, "home"));
    if (options.vsix) await server.#install(options.vsix);
    await server.start();
    return server;
  }

  /** The address that opens the workspace with the extension loaded. */
  get url(): string {
    const remote = (path: string) => `vscode-remote://127.0.0.1:${this.port}${path}`;
    const payload: [string, string][] = [];
    const { vsix, extension = root } = this.options;
    if (!vsix) payload.push(["extensionDevelopmentPath", remote(extension)]);
    if (this.options.testsPath) payload.push(["extensionTestsPath", remote(this.options.testsPath)]);
    const query = new URLSearchParams({ folder: this.workspace, payload: JSON.stringify(payload) });
    return `http://127.0.0.1:${this.port}/?${query.toString()}`;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  async start(): Promise<void> {
    const trust = this.options.askForTrust ? [] : ["--disable-workspace-trust"];
    this.#process = await startProcess(
      node24,
      [
        serverMain,
        "--without-connection-token",
        "--accept-server-license-terms",
        // VS Code uses extensionDevelopmentPath and extensionTestsPath only with this option.
        "--enable-smoke-test-driver",
        ...["--host", "127.0.0.1", "--port", String(this.port)],
        ...["--server-data-dir", this.#dataFolder, "--extensions-dir", this.#extensionsFolder],
        ...["--telemetry-level", "off"],
        ...trust,
      ],
      { ready: /Extension host agent listening/, env: this.#environment },
    );
  }

  /** Ends the server. `SIGKILL` simulates a crash, in which nothing can be saved. */
  async stop(signal?: NodeJS.Signals): Promise<void> {
    await this.#process?.stop(signal);
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The logs of the server and the extension, newest files last. */
  async logs(): Promise<string> {
    const folder = join(this.#dataFolder, "data", "logs");
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    const texts = names
      .filter((name) => name.endsWith("Daggr.log") || basename(name) === "remoteexthost.log")
      .sort()
      .map(async (name) => `── ${name}\n${(await readFile(join(folder, name), "utf8")).slice(-8000)}`);
    return [`── server\n${this.#process?.log().slice(-4000) ?? ""}`, ...(await Promise.all(texts))].join(
      "\n",
    );
  }

  /** The process ids of the extension hosts, which a user's code must never end. */
  async extensionHosts(): Promise<number[]> {
    const parents = new Map<number, number>();
    const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
    for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
      const [command, environment] = [await read(pid, "cmdline"), await read(pid, "environ")];
      if (!command.includes("--type=extensionHost") || !environment.includes(this.folder)) continue;
      const [, parent] = /^PPid:\s+(\d+)$/m.exec(await read(pid, "status")) ?? [];
      parents.set(Number(pid), Number(parent));
    }
    // A process that a host has just forked looks like the host until it runs another program.
    return [...parents].filter(([, parent]) => !parents.has(parent)).map(([pid]) => pid);
  }

  get #dataFolder(): string {
    return join(this.folder, "server");
  }

  get #extensionsFolder(): string {
    return join(this.folder, "extensions");
  }

  get #environment(): Record<string, string | undefined> {
    return {
      // With its own home folder, it neither reads nor writes files of the person who runs the tests.
      HOME: join(this.folder, "home"),
      XDG_CACHE_HOME: undefined,
      XDG_CONFIG_HOME: undefined,
      HF_HOME: undefined,
      HF_TOKEN: undefined,
      VSCODE_IPC_HOOK_CLI: undefined,
      DAGGR_WORKBENCH: this.folder,
      ...this.options.env,
    };
  }

  async #install(vsix: string): Promise<void> {
    const arguments_ = ["--server-data-dir", this.#dataFolder, "--extensions-dir", this.#extensionsFolder];
    const installing = await startProcess(
      node24,
      [serverMain, ...arguments_, "--accept-server-license-terms", "--install-extension", vsix],
      { ready: /was successfully installed/, env: this.#environment },
    );
    await installing.stop();
  }
}

async function makeWorkspace(
  folder: string,
  from: string | Readonly<Record<string, string>>,
): Promise<string> {
  const workspace = join(folder, typeof from === "string" ? basename(from) : "workspace");
  if (typeof from === "string") await cp(from, workspace, { recursive: true });
  else {
    await mkdir(workspace);
    for (const [name, text] of Object.entries(from)) {
      await mkdir(join(workspace, name, ".."), { recursive: true });
      await writeFile(join(workspace, name), text);
    }
  }
  return workspace;
}
