import { setTimeout as delay } from "node:timers/promises";
import type { SubmitIterable } from "./session.ts";
import type { StepContext } from "../../run/step/step.ts";
import type { EndpointTarget } from "../schema/endpoint.ts";
import type { Session } from "./session.ts";

/**
 * Stops a job on the server with Gradio's `/cancel`. A queued job never starts; a generator or async function stops; a plain
 * function cannot be stopped, which is logged. Waits at most `limit` milliseconds for the server; after that the request goes
 * on in the background.
 */
export async function cancelJob(
  job: SubmitIterable,
  session: Session,
  limit: number,
  plainAndRunning: boolean,
  target: EndpointTarget,
  context: StepContext,
): Promise<void> {
  const cancelled = cancel(job, session, target.dependency.id).catch(() => {});
  const waited = new AbortController();
  await Promise.race([cancelled, delay(limit, undefined, { signal: waited.signal }).catch(() => {})]);
  waited.abort();
  if (plainAndRunning && !target.dependency.types?.generator) {
    const text = `${target.title} had started: unless it is asynchronous it runs on at the server, and its result is discarded.`;
    context.emit({ type: "log", stream: "log", text });
  }
}

async function cancel(job: SubmitIterable, session: Session, index: number): Promise<void> {
  // The server ignores a cancel without the job's id.
  const id = await job.wait_for_id().catch(() => null);
  // Gradio 4 and 5 drop a queued job only if its stream is closed before the cancel, and one that was never open is not closed.
  await session.streaming;
  session.close();
  if (id) await session.cancel(id, index);
}
