import { createSubscriber } from "svelte/reactivity";

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 1000);
  return () => clearInterval(timer);
});

/** The time in milliseconds since 1970. Whatever reads it is updated each second; the timer runs only while it has readers. */
export function now(): number {
  subscribe();
  return Date.now();
}
