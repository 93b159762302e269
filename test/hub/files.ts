import { execFile, spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { cp, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { promisify } from "node:util";
import { failure, type Answer, type Ask, type Route } from "./http.ts";
import type { HubState } from "./state.ts";

const run = promisify(execFile);
const made: string[] = [];
process.on("exit", () => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A Space's files: downloaded one by one, or cloned by git. */
export function fileRoutes(state: HubState): Route[] {
  const repositories = new Map<string, Promise<string>>();
  return [
    {
      method: "GET",
      path: /^\/spaces\/([^/]+\/[^/]+)\/(?:resolve|raw)\/[^/]+\/(.+)$/,
      answer: async ({ parts: [id = "", file = ""] }) => {
        const folder = state.spaces.get(id)?.files;
        const path = folder && join(folder, normalize(`/${file}`));
        return path && existsSync(path) ? { body: await readFile(path) } : failure(404, "Entry not found");
      },
    },
    {
      method: "*",
      path: /^\/spaces\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack)$/,
      answer: async (ask) => {
        const [id = "", rest = ""] = ask.parts;
        const folder = state.spaces.get(id)?.files;
        if (!folder) return failure(404, "Repository not found");
        const repository = repositories.get(folder) ?? makeRepository(folder);
        repositories.set(folder, repository);
        return gitAnswer(await repository, rest, ask);
      },
    },
  ];
}

/** A git repository with one commit of the folder's files. */
async function makeRepository(folder: string): Promise<string> {
  const repository = await mkdtemp(join(tmpdir(), "hub-repository-"));
  made.push(repository);
  await cp(folder, repository, { recursive: true });
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], { cwd: repository });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "The Space");
  return repository;
}

/** Git's own server program, spoken to as a web server does (CGI). */
async function gitAnswer(repository: string, rest: string, ask: Ask): Promise<Answer> {
  const child = spawn("git", ["http-backend"], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: repository,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `/.git/${rest}`,
      REQUEST_METHOD: ask.method,
      QUERY_STRING: ask.query.toString(),
      CONTENT_TYPE: ask.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: ask.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(ask.headers["git-protocol"] ?? ""),
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(ask.body);
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const output = Buffer.concat(chunks);
  const end = output.indexOf("\r\n\r\n");
  const lines = output.subarray(0, end).toString().split("\r\n");
  const headers = Object.fromEntries(lines.map((line) => line.split(": ", 2) as [string, string]));
  const status = Number(headers["Status"]?.split(" ")[0] ?? 200);
  delete headers["Status"];
  return { status, headers, body: output.subarray(end + 4) };
}
