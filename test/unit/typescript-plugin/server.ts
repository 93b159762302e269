import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";

interface Message {
  readonly type: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: unknown;
}

/** TypeScript's real language server, as editors start it. */
export class TypeScriptServer {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #sent = 0;
  #received = "";

  /** @param extension folder whose node_modules hold the plugin; undefined: without plugins */
  constructor(extension: string | undefined) {
    const server = createRequire(import.meta.url).resolve("typescript/lib/tsserver.js");
    const plugins = ["--globalPlugins", "daggr-typescript-plugin", "--pluginProbeLocations", extension ?? ""];
    const options = ["--disableAutomaticTypingAcquisition", ...(extension === undefined ? [] : plugins)];
    this.#process = spawn(process.execPath, [server, ...options], { stdio: ["pipe", "pipe", "ignore"] });
    this.#process.stdout!.setEncoding("utf8").on("data", (text: string) => this.#receive(text));
  }

  open(file: string, text: string): void {
    this.#send("open", { file, fileContent: text });
  }

  async errors(file: string): Promise<string[]> {
    const found = (await this.#request("semanticDiagnosticsSync", { file })) as { text: string }[];
    return found.map(({ text }) => text);
  }

  /** What the editor shows for the symbol at a place, 1-based. */
  async hover(file: string, line: number, offset: number): Promise<string> {
    const found = (await this.#request("quickinfo", { file, line, offset })) as {
      displayString: string;
      documentation: string | { text: string }[];
    };
    const { documentation } = found;
    const text =
      typeof documentation === "string" ? documentation : documentation.map((part) => part.text).join("");
    return `${found.displayString}\n${text}`;
  }

  async completions(file: string, line: number, offset: number): Promise<string[]> {
    const found = (await this.#request("completionInfo", { file, line, offset })) as {
      entries: { name: string }[];
    };
    return found.entries.map(({ name }) => name);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill();
    await ended;
  }

  async #request(command: string, args: object): Promise<unknown> {
    const seq = this.#send(command, args);
    const reply = await new Promise<Message>((resolve) => this.#waiting.set(seq, resolve));
    if (!reply.success) throw new Error(`${command}: ${reply.message}`);
    return reply.body;
  }

  #send(command: string, args: object): number {
    const seq = ++this.#sent;
    this.#process.stdin!.write(`${JSON.stringify({ seq, type: "request", command, arguments: args })}\n`);
    return seq;
  }

  /** Each message is one line of JSON after a header and an empty line. */
  #receive(text: string): void {
    this.#received += text;
    const lines = this.#received.split("\n");
    this.#received = lines.pop()!;
    for (const line of lines) {
      if (!line.startsWith("{")) continue;
      const message = JSON.parse(line) as Message;
      if (message.type !== "response") continue;
      this.#waiting.get(message.request_seq!)?.(message);
      this.#waiting.delete(message.request_seq!);
    }
  }
}
