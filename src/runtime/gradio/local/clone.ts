import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { fetchPublic } from "../../files/public-fetch.ts";
import { toNodeStream } from "../../files/media.ts";
import { StepError } from "../../failures/failure.ts";
import { withGitToken } from "./git-token.ts";
import { runProgram } from "./program.ts";
import type { LocalSetup } from "./clone-folder.ts";

/** Clones the Space unless that was done before; `DAGGR_UPDATE_SPACES=1` brings an earlier clone up to date. */
export async function clone(work: LocalSetup): Promise<void> {
  const { paths, env } = work;
  const cloned = await stat(join(paths.repository, ".git")).catch(() => undefined);
  if (cloned && env["DAGGR_UPDATE_SPACES"] !== "1") return;
  work.tell(cloned ? `Updating the clone of ${work.id}` : `Cloning ${work.id}`);
  if (cloned) {
    await git(work, ["fetch", "--depth", "1", "origin", "HEAD"], paths.repository);
    await git(work, ["reset", "--hard", "--quiet", "FETCH_HEAD"], paths.repository);
    return fetchLargeFiles(work, paths.repository);
  }
  // What is in its place is whole: an interrupted clone leaves a folder that nobody looks at.
  const temporary = join(paths.folder, `repo-${randomUUID()}`);
  try {
    await git(
      work,
      ["clone", "--depth", "1", "--quiet", `${work.hub.endpoint}/spaces/${work.id}`, temporary],
      paths.folder,
    );
    await fetchLargeFiles(work, temporary);
    await rm(paths.repository, { recursive: true, force: true });
    await rename(temporary, paths.repository);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function git(work: LocalSetup, args: readonly string[], cwd: string): Promise<void> {
  const { hub, paths, signal } = work;
  // Large files we fetch ourselves: not every machine has git-lfs.
  const env = { ...work.env, GIT_TERMINAL_PROMPT: "0", GIT_LFS_SKIP_SMUDGE: "1" };
  try {
    await withGitToken(await hub.token(), hub.endpoint, (access) =>
      runProgram("git", [...access.args, ...args], {
        cwd,
        env: { ...env, ...access.env },
        log: paths.log("setup"),
        signal,
      }),
    );
  } catch (error) {
    work.signal.throwIfAborted();
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new StepError({
        message: "Git is not installed, so the Space can't be cloned.",
        help: "Install git, then run the step again.",
      });
    }
    throw error;
  }
}

const pointer = "version https://git-lfs.github.com/spec/v1";

/** Replaces the pointers that Git keeps in place of large files by the files. */
async function fetchLargeFiles(work: LocalSetup, repository: string): Promise<void> {
  const entries = await readdir(repository, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || relative(repository, path).startsWith(`.git${sep}`) || !(await isPointer(path)))
      continue;
    const name = relative(repository, path).split(sep).join("/");
    work.tell(`Fetching ${name}`);
    const url = `${work.hub.endpoint}/spaces/${work.id}/resolve/main/${name.split("/").map(encodeURIComponent).join("/")}`;
    const token = await work.hub.token();
    const response = await fetchPublic(url, {
      giver: work.hub.endpoint,
      named: work.hub.endpoint,
      secrets: {
        origin: work.hub.endpoint,
        headers: token ? { authorization: `Bearer ${token}` } : {},
      },
      signal: work.signal,
      // Models are as large as they are; a full disk ends it.
      maxBytes: Infinity,
    });
    if (!response.ok || !response.body) {
      throw new StepError({
        message: `The Space's file '${name}' could not be fetched: the Hub answered ${response.status}.`,
      });
    }
    const temporary = join(dirname(path), `.${randomUUID()}`);
    await pipeline(toNodeStream(response.body), createWriteStream(temporary));
    await rename(temporary, path);
  }
}

async function isPointer(path: string): Promise<boolean> {
  if ((await stat(path)).size > 1024) return false;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(pointer.length), 0, pointer.length, 0);
    return buffer.toString("utf8", 0, bytesRead) === pointer;
  } finally {
    await file.close();
  }
}
