import http, { type IncomingMessage } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** Asks for a path of a public address, whose name leads to `publicPort` of this machine. */
export async function visit(
  publicPort: number,
  address: string,
  path: string,
  body?: Buffer,
  headers?: Readonly<Record<string, string>>,
): Promise<Answer> {
  const message = await begin(publicPort, address, path, body, headers);
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(parts) };
}

/** The same, but the body is read by the caller as it comes. */
export function begin(
  publicPort: number,
  address: string,
  path: string,
  body?: Buffer,
  headers?: Readonly<Record<string, string>>,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: "127.0.0.1",
      port: publicPort,
      path,
      method: body ? "POST" : "GET",
      headers: { host: new URL(address).host, connection: "close", ...headers },
      agent: false,
    });
    request.on("response", resolve);
    request.on("error", reject);
    request.end(body);
  });
}
