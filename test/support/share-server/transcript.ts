import type { Duplex } from "node:stream";
import type { Server, Socket } from "node:net";
import { listen } from "../ports.ts";
import { decryptor, takeMessage } from "./frp-crypto.ts";
import { connectTls, tlsServer } from "./tls-after-byte.ts";

/** What one side sent on one stream: frames with flags, messages with their letter, and the first line of other data. */
type Item = string | Record<string, unknown>;

/** What passed, by stream and side. In which order the sides spoke depends on who was quicker and is not kept. */
export type Transcript = Record<string, { client: Item[]; server: Item[] }>;

const types = ["data", "window update", "ping", "go away"];
const flagNames = ["SYN", "ACK", "FIN", "RST"];

/** Stands between a client and a server, original or not, and writes down what passes. */
export class Recorder {
  readonly transcript: Transcript = {};
  port = 0;
  readonly #sockets: Set<Socket>;
  readonly #server: Server;

  private constructor(serverPort: number) {
    const { server, sockets } = tlsServer((client) => void this.#relay(client, serverPort));
    this.#server = server;
    this.#sockets = sockets;
  }

  static async start(serverPort: number): Promise<Recorder> {
    const recorder = new Recorder(serverPort);
    recorder.port = await listen(recorder.#server);
    return recorder;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #relay(client: Duplex, serverPort: number): Promise<void> {
    const server = await connectTls(serverPort);
    const [fromClient, fromServer] = [this.#reader("client"), this.#reader("server")];
    client.on("data", fromClient);
    server.on("data", fromServer);
    client.pipe(server).pipe(client);
    client.on("close", () => server.destroy());
    server.on("close", () => client.destroy());
    server.on("error", () => {});
  }

  #reader(side: "client" | "server"): (bytes: Buffer) => void {
    let received = Buffer.alloc(0);
    const payloads = new Map<number, (bytes: Buffer) => void>();
    return (bytes) => {
      received = Buffer.concat([received, bytes]);
      while (received.length >= 12) {
        const [type, flags] = [received.readUInt16BE(0), received.readUInt16BE(2)];
        const [stream, length] = [received.readUInt32BE(4), received.readUInt32BE(8)];
        const size = type === 0 ? length : 0;
        if (received.length < 12 + size) return;
        const items = (this.transcript[`stream ${stream}`] ??= { client: [], server: [] })[side];
        const names = flagNames.filter((_, bit) => flags & (1 << bit));
        if (names.length > 0)
          items.push(`${types[type]} ${names.join(" ")} ${type === 0 ? "" : length}`.trim());
        if (type === 3) items.push(`${types[type]} ${length}`);
        let read = payloads.get(stream);
        if (!read) payloads.set(stream, (read = payloadReader(items, stream === 1)));
        if (size > 0) read(Buffer.from(received.subarray(12, 12 + size)));
        received = received.subarray(12 + size);
      }
    };
  }
}

/** Messages: one on a work connection, then data; one in the clear on the control connection, then encrypted ones. */
function payloadReader(items: Item[], control: boolean): (bytes: Buffer) => void {
  let bytes = Buffer.alloc(0);
  let messages = 0;
  const open = decryptor();
  return (chunk) => {
    if (!control && messages > 0) {
      if (messages++ === 1) items.push({ data: chunk.toString("latin1").split("\r\n")[0] });
      return;
    }
    bytes = Buffer.concat([bytes, messages > 0 ? open(chunk) : chunk]);
    for (let message = takeMessage(bytes); message; message = takeMessage(bytes)) {
      bytes = Buffer.from(message.rest);
      messages += 1;
      items.push({
        letter: message.letter,
        ...message.content,
        ...(control && messages > 1 ? { encrypted: true } : {}),
      });
      if (messages === 1 && control) bytes = Buffer.concat([open(bytes)]);
    }
  };
}

/** Without what differs from one conversation to the next. */
export function withoutChance(transcript: Transcript): Transcript {
  const changing: Record<string, string> = {
    os: "any",
    arch: "any",
    privilege_key: "hash of the time",
    timestamp: "the time",
    run_id: "an id",
    src_port: "a port",
  };
  return JSON.parse(
    JSON.stringify(transcript, (key, value: unknown) => changing[key] ?? value),
  ) as Transcript;
}
