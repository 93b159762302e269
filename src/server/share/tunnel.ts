import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { StepFailure } from "../../runtime/failures/failure.ts";
import { within } from "../../runtime/failures/network.ts";
import { droppedFailure, RefusedError, tunnelFailure } from "./failures.ts";
import { Kill } from "./frp/control.ts";
import type { LocalAddress } from "./frp/work-connection.ts";
import { openLink, type Link } from "./link.ts";
import { nameOf, type ShareServer } from "./share-server.ts";

/** Milliseconds. Tests are in more of a hurry. */
export interface TunnelTiming {
  /** Within which a tunnel must be open; Gradio's own limit. */
  readonly opening: number;
  /** Between signs of life; an unanswered one ends the connection. */
  readonly keepAlive: number;
  /** Before the first attempt to open a lost tunnel again; each further one waits twice as long, up to `maxRetry`. */
  readonly firstRetry: number;
  readonly maxRetry: number;
}

const usualTiming: TunnelTiming = { opening: 30_000, keepAlive: 30_000, firstRetry: 1_000, maxRetry: 30_000 };

/** Refusals in a row after which a lost tunnel is left closed. The server may still have the old one when the first ones come. */
const maxRefusals = 5;

export interface TunnelOptions {
  /** What the public address leads to. */
  readonly local: LocalAddress;
  /** From `newShareToken`: the server makes the address of it, so a tunnel that is opened again keeps its address. */
  readonly shareToken: string;
  /** Asked before each attempt: Gradio's server may be another one by then. */
  readonly findServer: (signal: AbortSignal) => Promise<ShareServer>;
  /** Closes the tunnel. */
  readonly signal?: AbortSignal;
  readonly timing?: TunnelTiming;
  /** The tunnel ended without `close`. It is opened again unless this is final. */
  readonly onEnded: (failure: StepFailure, final: boolean) => void;
  /** It is open again. The address may be another one. */
  readonly onReopened: (address: string) => void;
}

export interface Tunnel {
  /** The public one, without a path or token. */
  readonly address: string;
  /** Resolves once nothing of the tunnel is open. */
  close(): Promise<void>;
}

/** A name that nobody can guess, of which the share server makes the address. */
export function newShareToken(): string {
  return randomBytes(32).toString("base64url");
}

/**
 * Opens a public address for a local port, and keeps it open until it is closed, or the server ends it for good.
 * @throws {StepError} where it could not be opened
 */
export async function openTunnel(options: TunnelOptions): Promise<Tunnel> {
  const { signal, timing = usualTiming } = options;
  const closed = new AbortController();
  const close = () => closed.abort(signal?.reason);
  if (signal?.aborted) close();
  signal?.addEventListener("abort", close, { once: true });

  let link = await open(options, timing, closed.signal);
  let opened = performance.now();
  let wait = timing.firstRetry;
  const kept = keep().finally(() => signal?.removeEventListener("abort", close));

  async function keep(): Promise<void> {
    for (;;) {
      const error = await endOf(link, closed.signal);
      if (!error) return;
      if (error instanceof Kill) return options.onEnded(tunnelFailure(link.server, error).failure, true);
      options.onEnded(droppedFailure(link.server, error).failure, false);
      // A server that takes a tunnel and drops it at once is not asked every second.
      if (performance.now() - opened > 2 * timing.maxRetry) wait = timing.firstRetry;
      const next = await reopen(options, timing, wait, closed.signal, link.runId);
      if (!next) return;
      link = next;
      opened = performance.now();
      wait = doubled(wait, timing);
      options.onReopened(link.address);
    }
  }

  return {
    get address() {
      return link.address;
    },
    close: async () => {
      close();
      await kept;
    },
  };
}

/** Waits for a link to end by itself, or closes it once that is wanted. Why it ended, if by itself. */
async function endOf(link: Link, closed: AbortSignal): Promise<Error | undefined> {
  const close = () => void link.close();
  if (closed.aborted) close();
  closed.addEventListener("abort", close, { once: true });
  const error = await link.ended;
  closed.removeEventListener("abort", close);
  // Until nothing of it is open.
  await link.close();
  return closed.aborted ? undefined : error;
}

async function open(
  { findServer, local, shareToken }: TunnelOptions,
  { opening, keepAlive }: TunnelTiming,
  closed: AbortSignal,
  runId?: string,
): Promise<Link> {
  // One of this attempt alone, so that nothing of it stays with `closed`.
  const attempt = new AbortController();
  const stop = () => attempt.abort(closed.reason);
  if (closed.aborted) stop();
  closed.addEventListener("abort", stop, { once: true });
  try {
    const signal = within(opening, attempt.signal);
    const server = await findServer(signal);
    return await openLink({ server, local, shareToken, runId, keepAlive, signal }).catch((error: unknown) => {
      closed.throwIfAborted();
      throw tunnelFailure(nameOf(server), error);
    });
  } finally {
    closed.removeEventListener("abort", stop);
    attempt.abort();
  }
}

/** Tries until it is open; nothing where it is not wanted any more, or refused for good. */
async function reopen(
  options: TunnelOptions,
  timing: TunnelTiming,
  firstWait: number,
  closed: AbortSignal,
  runId: string,
): Promise<Link | undefined> {
  let refusals = 0;
  for (let wait = firstWait; ; wait = doubled(wait, timing)) {
    try {
      // Not all clients of a server that was restarted at the same moment.
      await pause(wait * (0.75 + Math.random() / 2), undefined, { signal: closed });
      return await open(options, timing, closed, runId);
    } catch (error) {
      if (closed.aborted) return undefined;
      refusals = error instanceof RefusedError ? refusals + 1 : 0;
      if (!(error instanceof RefusedError) || refusals < maxRefusals) continue;
      options.onEnded(error.failure, true);
      return undefined;
    }
  }
}

function doubled(wait: number, { maxRetry }: TunnelTiming): number {
  return Math.min(2 * wait, maxRetry);
}
