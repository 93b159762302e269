import { StepError } from "../failures/failure.ts";

/** The group of workers that takes what is given to the queue without the name of another. */
export const defaultGroup = "queue";

/** The event by which the workers of a group hear that a job is to be stopped. */
export const stopEvent = "daggr-stop";

const groupName = /^[a-z0-9][a-z0-9_-]{0,62}$/i;

/** The name of a group as BullMQ's queue; its ids may hold no colon. */
export function queueNameOf(group: string): string {
  return `daggr-${checkedGroup(group)}`;
}

/**
 * A queue without jobs, whose events are the stops of a group: a worker that listened to the queue itself would have to read what
 * happens to all jobs of all others. No name of a group holds the dot.
 */
export function stopsQueueOf(group: string): string {
  return `${queueNameOf(group)}.stops`;
}

export function isGroup(name: string): boolean {
  return groupName.test(name);
}

/** @throws {StepError} for a name that cannot be one of a queue */
export function checkedGroup(group: string): string {
  if (isGroup(group)) return group;
  throw new StepError({
    message: `'${group.slice(0, 80)}' cannot be the name of a group of workers.`,
    help: "Use letters, digits, '-' and '_', as in 'gpu'.",
  });
}
