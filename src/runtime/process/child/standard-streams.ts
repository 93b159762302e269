import { fstatSync } from "node:fs";

/** Which files the standard streams are: their descriptors, with what the system has there. */
function current(): string {
  return [0, 1, 2]
    .map((descriptor) => {
      try {
        const { dev, ino } = fstatSync(descriptor);
        return `${dev}:${ino}`;
      } catch {
        return "closed";
      }
    })
    .join();
}

const atStart = current();

/**
 * Whether user code closed a standard stream. The next file or socket that Node opens then gets its descriptor, and Node aborts
 * when it closes that one, in the middle of another call (`uv__close` in libuv refuses to close standard streams).
 */
export function standardStreamsLost(): boolean {
  return current() !== atStart;
}
