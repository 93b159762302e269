import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { listen } from "../ports.ts";
import { decryptor, encryptor, frpMessage, takeMessage } from "./frp-crypto.ts";
import { tlsServer } from "./tls-after-byte.ts";
import { YamuxServer, type ServerStream } from "./yamux-server.ts";

export interface ShareServerOptions {
  /** The answer to a login, if it is refused. */
  readonly refuseLogin?: string;
  /** The answer to the wish for an address, if it is refused. */
  readonly refuseProxy?: string;
  /** Where it claims that visitors want to go. */
  readonly destination?: { readonly dst_addr: string; readonly dst_port: number };
  /** Port of a server that was stopped. */
  readonly port?: number;
}

/** A client that has logged in. */
interface Client {
  readonly runId: string;
  readonly session: YamuxServer;
  readonly send: (letter: string, content: object) => void;
  readonly idle: ServerStream[];
  readonly waiting: ((stream: ServerStream) => void)[];
  name?: string;
}

/**
 * Stands for Gradio's share server: frp's server 0.44 as it is in huggingface/frp, with the messages that a client of it gets. What
 * passes between it and a client equals, by `transcript.test.ts`, what passes between the originals.
 */
export class ShareServerStandIn {
  port = 0;
  /** Where a visitor of any public address connects. */
  publicPort = 0;
  readonly clients = new Set<Client>();
  /** Logins so far. */
  readonly logins: Record<string, unknown>[] = [];
  readonly #secure: ReturnType<typeof tlsServer>;
  readonly #public: Server;
  readonly #visitors = new Set<Socket>();

  constructor(private readonly options: ShareServerOptions) {
    this.#secure = tlsServer((connection) => {
      const session: YamuxServer = new YamuxServer(connection, (stream) => this.#accept(session, stream));
    });
    this.#public = createServer((visitor) => this.#visit(visitor));
  }

  static async start(options: ShareServerOptions = {}): Promise<ShareServerStandIn> {
    const standIn = new ShareServerStandIn(options);
    if (options.port === undefined) standIn.port = await listen(standIn.#secure.server);
    else {
      standIn.port = options.port;
      standIn.#secure.server.listen(options.port, "127.0.0.1");
      await once(standIn.#secure.server, "listening");
    }
    standIn.publicPort = await listen(standIn.#public);
    return standIn;
  }

  /** Connections of clients, whether they have logged in or not. */
  get connections(): number {
    return this.#secure.sockets.size;
  }

  /** The only client. */
  get client(): Client {
    const [client, ...others] = this.clients;
    if (!client || others.length > 0) throw new Error(`There are ${this.clients.size} clients.`);
    return client;
  }

  /** Cuts all connections, as when the network fails. */
  drop(): void {
    for (const socket of this.#secure.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    for (const visitor of this.#visitors) visitor.destroy();
    for (const server of [this.#secure.server, this.#public]) {
      server.close();
      this.drop();
      await once(server, "close");
    }
  }

  /** The first message of a stream says what it is. */
  #accept(session: YamuxServer, stream: ServerStream): void {
    let bytes = Buffer.alloc(0);
    const first = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const message = takeMessage(bytes);
      if (!message) return;
      stream.off("data", first);
      stream.pause();
      if (message.rest.length > 0) stream.unshift(message.rest);
      if (message.letter === "o") this.#logIn(session, stream, message.content);
      else this.#workConnection(stream, String(message.content["run_id"]));
    };
    stream.on("data", first);
  }

  #logIn(session: YamuxServer, stream: ServerStream, login: Record<string, unknown>): void {
    this.logins.push(login);
    const { refuseLogin } = this.options;
    const expected = createHash("md5").update(String(login["timestamp"])).digest("hex");
    const error =
      refuseLogin ??
      (login["privilege_key"] === expected
        ? undefined
        : "token in login doesn't match token from configuration");
    if (error !== undefined) {
      stream.end(frpMessage("1", { version: "0.44.0", error }));
      return;
    }
    const known = login["run_id"];
    const runId = typeof known === "string" ? known : randomBytes(8).toString("hex");
    for (const earlier of this.clients) if (earlier.runId === runId) earlier.session.connection.destroy();
    const seal = encryptor();
    const client: Client = {
      runId,
      session,
      send: (letter, content) => void stream.write(seal(frpMessage(letter, content))),
      idle: [],
      waiting: [],
    };
    this.clients.add(client);
    session.connection.on("close", () => this.clients.delete(client));
    stream.write(frpMessage("1", { version: "0.44.0", run_id: runId }));
    for (let count = Number(login["pool_count"] ?? 0); count > 0; count -= 1) client.send("r", {});
    this.#follow(client, stream);
  }

  #follow(client: Client, stream: ServerStream): void {
    const open = decryptor();
    let bytes = Buffer.alloc(0);
    stream.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, open(chunk)]);
      for (let message = takeMessage(bytes); message; message = takeMessage(bytes)) {
        bytes = Buffer.from(message.rest);
        if (message.letter === "p") this.#newProxy(client, message.content);
        if (message.letter === "c") delete client.name;
        if (message.letter === "h") client.send("4", {});
      }
    });
    stream.on("end", () => client.session.connection.destroy());
    stream.resume();
  }

  #newProxy(client: Client, wanted: Record<string, unknown>): void {
    const name = createHash("sha256").update(String(wanted["proxy_name"])).digest("hex").slice(0, 18);
    const { refuseProxy } = this.options;
    if (refuseProxy !== undefined) {
      client.send("2", { proxy_name: name, error: refuseProxy });
      return;
    }
    client.name = name;
    client.send("2", { proxy_name: name, remote_addr: `https://${name}.gradio.test` });
  }

  #workConnection(stream: ServerStream, runId: string): void {
    const client = [...this.clients].find((one) => one.runId === runId);
    if (!client) {
      stream.end();
      return;
    }
    const take = client.waiting.shift();
    if (take) take(stream);
    else client.idle.push(stream);
  }

  /** Leads a visitor to the client that has the address, by the first request's Host. */
  #visit(visitor: Socket): void {
    this.#visitors.add(visitor);
    visitor.on("close", () => this.#visitors.delete(visitor));
    visitor.on("error", () => {});
    let head = Buffer.alloc(0);
    const read = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      if (!head.includes("\r\n\r\n")) return;
      visitor.off("data", read);
      visitor.pause();
      visitor.unshift(head);
      const host = /^host: *([^\r\n:.]+)/im.exec(head.toString("latin1"))?.[1];
      const client = [...this.clients].find(({ name }) => name !== undefined && name === host);
      if (!client)
        return void visitor.end("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
      const start = (stream: ServerStream) => this.#start(client, stream, visitor);
      const ready = client.idle.shift();
      if (ready) start(ready);
      else {
        client.waiting.push(start);
        client.send("r", {});
      }
    };
    visitor.on("data", read);
  }

  #start(client: Client, stream: ServerStream, visitor: Socket): void {
    client.send("r", {});
    stream.write(
      frpMessage("s", {
        proxy_name: client.name,
        src_addr: visitor.remoteAddress,
        src_port: visitor.remotePort,
        ...this.options.destination,
      }),
    );
    visitor.pipe(stream);
    stream.pipe(visitor);
    stream.on("close", () => visitor.destroy());
    visitor.on("close", () => stream.end());
  }
}
