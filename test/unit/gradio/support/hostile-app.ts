import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { listen } from "../../../support/ports.ts";
import { mutated, oddNames, oddValue } from "./odd-values.ts";
import { Random } from "./random.ts";
import { completed, eventId, message, soundConfig, soundInfo } from "./scripted-app.ts";

type Stage = "config" | "info" | "upload" | "join" | "data" | "file";

const MB = 1024 * 1024;
/** Most of what one answer sends; the client has to give up before. */
const flood = 400 * MB;
const piece = Buffer.alloc(MB, "a");
const bomb = gzipSync(Buffer.alloc(200 * MB));

export interface HostileApp {
  readonly url: string;
  stop(): Promise<void>;
}

/** An app that speaks Gradio's protocol wrongly in one or two places, which its random numbers choose. */
export async function startHostileApp(random: Random, elsewhere: string): Promise<HostileApp> {
  const stages: readonly [Stage, ...Stage[]] = ["config", "info", "upload", "join", "data", "file"];
  const hostile = new Set([random.pick(stages), random.pick(stages)]);
  const asked = new Map<Stage, number>();
  const config = {
    ...soundConfig,
    protocol: random.pick(["sse_v3", "sse_v3", "sse_v2.1", "sse_v2", "sse_v1", "sse"]),
    dependencies: [{ ...soundConfig.dependencies[0], queue: random.chance(0.8) }],
  };
  const server = createServer((request, response) => {
    response.on("error", () => {});
    void answer(request, response).catch(() => response.destroy());
  });
  const port = await listen(server);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    const stage = stageOf(request.url ?? "");
    const count = (asked.get(stage) ?? 0) + 1;
    asked.set(stage, count);
    if (!request.complete) await once(request, "end");
    // Requests may come in any order; the same one of the same case is always answered the same.
    const own = new Random(random.seed * 1_000 + stages.indexOf(stage) * 100 + count);
    const body = soundBody(stage, own, elsewhere, config, request.headers.authorization ?? "");
    const type = stage === "data" ? "text/event-stream" : "application/json";
    if (!hostile.has(stage)) {
      response.writeHead(200, { "content-type": type }).end(body);
      return;
    }
    await misbehave(response, own, { body, type, elsewhere, stage });
  }

  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function stageOf(url: string): Stage {
  const path = url.split("?")[0] ?? "";
  if (path === "/config") return "config";
  if (path.endsWith("/info")) return "info";
  if (path.endsWith("/upload")) return "upload";
  if (path.endsWith("/queue/join")) return "join";
  if (path.endsWith("/queue/data")) return "data";
  return "file";
}

function soundBody(stage: Stage, random: Random, elsewhere: string, config: object, secret: string): string {
  switch (stage) {
    case "config":
      return JSON.stringify(config);
    case "info":
      return JSON.stringify(soundInfo);
    case "upload":
      return JSON.stringify(["/tmp/gradio/a.txt"]);
    case "join":
      return JSON.stringify({ event_id: eventId });
    case "data":
      return messages(random, elsewhere, secret);
    case "file":
      return "the content of a file";
  }
}

function result(random: Random, elsewhere: string): unknown {
  const meta = { _type: "gradio.FileData" };
  return random.pick<unknown>([
    "said",
    oddValue(random),
    { path: "/tmp/a.txt", orig_name: random.pick(oddNames), meta },
    { path: random.pick(oddNames), meta },
    { path: null, url: `${elsewhere}/file=x`, meta },
    { path: "/tmp/a.txt", url: elsewhere, is_stream: true, meta },
    { path: elsewhere, url: elsewhere, mime_type: "\r\nx: y", meta },
    Array.from({ length: 20 }, (_, at) => ({ path: `/tmp/${at}.txt`, meta })),
    { $file: "0".repeat(64), name: "passwd", mime: "text/plain", size: 1 },
  ]);
}

/** The stream of a job: sound messages among others, secrets repeated, changes that lead anywhere. */
function messages(random: Random, elsewhere: string, secret: string): string {
  const output = (data: unknown) => ({ success: true, output: { data, is_generating: true } });
  const some = Array.from({ length: random.below(8) }, () =>
    random.pick([
      message("process_starts"),
      message("estimation", { rank: oddValue(random), queue_size: oddValue(random) }),
      message("log", { log: `${secret} ${String(random.pick(oddNames))}`, level: oddValue(random) }),
      message("progress", {
        progress_data: [{ desc: secret, index: oddValue(random), length: oddValue(random) }],
      }),
      message("process_generating", output([oddValue(random)])),
      message(
        "process_generating",
        output([[["replace", [random.pick(oddNames), oddValue(random)], oddValue(random)]]]),
      ),
      message("heartbeat", { event_id: random.pick(oddNames) }),
      message("unexpected_error", { message: secret }),
      message(random.pick(oddNames), mutated({ output: { data: [1] }, success: true }, random) as object),
      `data: ${random.pick(["[DONE]", "ping", "{", '"', "null", "[[[[", "\ud800"])}\n\n`,
      `event: ${random.pick(oddNames)}\nid: x\nretry: y\n: comment\n\n`,
      "data:\n".repeat(random.below(100)) + "\n",
    ]),
  );
  const failed = message("process_completed", { success: false, output: { error: `no: ${secret}` } });
  return [...some, random.chance(0.2) ? failed : completed(result(random, elsewhere))].join("");
}

interface Wrong {
  readonly body: string;
  readonly type: string;
  readonly elsewhere: string;
  readonly stage: Stage;
}

/** One wrong answer. */
async function misbehave(response: ServerResponse, random: Random, wrong: Wrong): Promise<void> {
  const { body, type, elsewhere, stage } = wrong;
  const bytes = Buffer.from(body);
  const headers = { "content-type": type };
  switch (random.below(14)) {
    case 0:
      response.writeHead(200, headers).end(bytes.subarray(0, random.below(bytes.length)));
      return;
    case 1:
      response.writeHead(200, { ...headers, "content-length": String(bytes.length * 2) });
      response.write(bytes, () => response.destroy());
      return;
    case 2:
      for (let flips = random.below(20); flips >= 0; flips -= 1)
        bytes[random.below(bytes.length)] = random.below(256);
      response.writeHead(200, headers).end(bytes);
      return;
    case 3:
    case 4:
      response.writeHead(200, headers).end(mutatedBody(body, random, stage));
      return;
    case 5:
      response.writeHead(200, headers).end(`${stage === "data" ? "data: " : ""}${"[".repeat(100_000)}\n\n`);
      return;
    case 6:
      response.writeHead(200, { ...headers, "content-encoding": "gzip" }).end(bomb);
      return;
    case 7:
      response.writeHead(200, {
        ...headers,
        "content-encoding": random.pick(["gzip", "br", "deflate", "zstd", "gzip, gzip", "x"]),
      });
      response.end(bytes);
      return;
    case 8:
      return flooded(response, headers, random.pick(["", "data: ", '{"a":"', "\n"]));
    case 9:
      // No answer at all, or none after its beginning.
      if (random.chance(0.5)) response.writeHead(200, headers).write(bytes.subarray(0, 5));
      return;
    case 10:
      response.writeHead(
        random.pick([203, 204, 205, 206, 304, 400, 401, 403, 404, 413, 422, 429, 500, 503, 599]),
        headers,
      );
      response.end(mutatedBody(body, random, stage));
      return;
    case 11:
    case 12:
      response.writeHead(random.pick([301, 302, 303, 307, 308]), {
        location: astray(random, elsewhere),
        "set-cookie": "a=b",
      });
      response.end();
      return;
    default:
      raw(response, random);
  }
}

function mutatedBody(body: string, random: Random, stage: Stage): string {
  if (stage === "data" || stage === "file")
    return body.split("\n\n").reverse().join("\n\n").slice(random.below(20));
  return JSON.stringify(mutated(JSON.parse(body), random)) ?? "";
}

function astray(random: Random, elsewhere: string): string {
  const port = new URL(elsewhere).port;
  return random.pick([
    elsewhere,
    `http://localhost:${port}/gradio_api/info`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://2130706433:${port}/`,
    `http://0x7f.1:${port}/`,
    `http://user:password@127.0.0.1:${port}/`,
    `//127.0.0.1:${port}/x`,
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "/config",
    "http://",
    "\\\\127.0.0.1\\x",
  ]);
}

async function flooded(
  response: ServerResponse,
  headers: Record<string, string>,
  start: string,
): Promise<void> {
  response.writeHead(200, headers).write(start);
  for (let sent = 0; sent < flood && !response.destroyed; sent += piece.length) {
    if (!response.write(piece)) await Promise.race([once(response, "drain"), once(response, "close")]);
  }
  response.end();
}

/** What is no HTTP, or a strange one. */
function raw(response: ServerResponse, random: Random): void {
  const socket = response.socket;
  socket?.end(
    random.pick([
      "",
      "HTTP/1.1 abc\r\n\r\n",
      "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 7\r\n\r\nabcdefg",
      "HTTP/1.1 999 \u0001\r\n\r\n",
      `HTTP/1.1 200 OK\r\nx: ${"a".repeat(100_000)}\r\n\r\n`,
      "HTTP/1.1 200 OK\r\na\u0000b: c\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffff\r\nabc",
      "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000),
      "HTTP/1.1 302 Found\r\nlocation: \u0000\r\n\r\n",
    ]),
  );
}
