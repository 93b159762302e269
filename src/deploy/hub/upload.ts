import { pathToFileURL } from "node:url";
import type { CommitOperation, HubApiError } from "@huggingface/hub";
import { StepError } from "../../runtime/failures/failure.ts";
import { unreachable } from "../../runtime/failures/network.ts";
import { requestOf } from "../../runtime/files/http/fetch-request.ts";
import { fetchPublic } from "../../runtime/files/public-fetch.ts";
import type { HubClient } from "../../runtime/hub/client.ts";
import { ownFiles, ownFolders, type SpaceFile } from "../folder/space-file.ts";
import { hubLibrary } from "./hub-library.ts";
import { refusal } from "./refusals.ts";
import type { SpaceTarget } from "./space-target.ts";

export type UploadProgress =
  /** Large files go one by one. */
  | { readonly step: "file"; readonly place: string; readonly done: number; readonly total: number }
  /** The small ones go together. */
  | { readonly step: "commit"; readonly files: number };

/** Bytes of one answer of the Hub. */
const maxAnswer = 16 * 1024 * 1024;
/** Milliseconds without a byte in either direction. */
const silence = 120_000;

/**
 * Makes one commit of all files. What an earlier deployment left and is not among them goes; files of others stay.
 * @returns the commit
 * @throws {DeployError} where the Hub refuses
 */
export async function uploadSpace(
  client: HubClient,
  target: SpaceTarget,
  files: readonly SpaceFile[],
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: (progress: UploadProgress) => void },
): Promise<string> {
  const library = await hubLibrary();
  const repo = { type: "space", name: target.id } as const;
  const options = { repo, hubUrl: client.endpoint, fetch: hubFetch(client, signal) };
  try {
    const operations: CommitOperation[] = files.map(({ place, content }) => ({
      operation: "addOrUpdate",
      path: place,
      content: "text" in content ? new Blob([content.text]) : pathToFileURL(content.path),
    }));
    if (target.existing) {
      const places = new Set(files.map(({ place }) => place));
      for await (const { type, path } of library.listFiles({ ...options, recursive: true }))
        if (type === "file" && isOwn(path) && !places.has(path))
          operations.push({ operation: "delete", path });
    }
    // Not `uploadFilesWithProgress`, which is this with a `fetch` of its own, and can remove nothing.
    const commit = library.commitIter({
      ...options,
      operations,
      title: "Deploy with daggr",
      // Its storage is asked at addresses of its own; the plain one is the same for whoever downloads.
      useXet: false,
      abortSignal: signal,
    });
    return await progressOf(commit, files.length, tell);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof library.HubApiError)) throw error;
    throw refusal(answerOf(error), {
      doing: "take the files",
      space: target.id,
      account: target.account,
    });
  }
}

type Commit = ReturnType<Awaited<ReturnType<typeof hubLibrary>>["commitIter"]>;

async function progressOf(
  commit: Commit,
  files: number,
  tell: (progress: UploadProgress) => void,
): Promise<string> {
  const uploaded = new Set<string>();
  const large = new Set<string>();
  for (;;) {
    const next = await commit.next();
    if (next.done) return next.value?.commit.oid ?? "";
    const event = next.value;
    if (event.event === "phase") {
      if (event.phase === "committing") tell({ step: "commit", files: files - uploaded.size });
    } else {
      large.add(event.path);
      if (event.state === "uploading" && event.progress === 1 && !uploaded.has(event.path)) {
        uploaded.add(event.path);
        tell({ step: "file", place: event.path, done: uploaded.size, total: large.size });
      }
    }
  }
}

function isOwn(place: string): boolean {
  return ownFolders.some((folder) => place.startsWith(folder)) || ownFiles.some((file) => file === place);
}

/** For the library. The token goes to the Hub and not to the storage that it names. */
function hubFetch(client: HubClient, signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    const { address, ...request } = await requestOf(input, init);
    const token = await client.token();
    try {
      return await fetchPublic(address, {
        ...request,
        giver: client.endpoint,
        named: client.endpoint,
        secrets: { origin: client.endpoint, headers: token ? { authorization: `Bearer ${token}` } : {} },
        maxBytes: maxAnswer,
        silence,
      });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof StepError) throw error;
      throw unreachable(
        new URL(address).host,
        error,
        "Check the network, then run the same command again; what was uploaded is not sent twice.",
      );
    }
  };
}

function answerOf({ statusCode, data, message }: HubApiError) {
  return { status: statusCode, body: data ?? { error: message } };
}
