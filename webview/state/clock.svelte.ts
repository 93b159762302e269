import { createSubscriber } from "svelte/reactivity";

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 1000);
  return () => clearInterval(timer);
});

/** The time in milliseconds since 1970; what reads it is drawn again each second, and nothing ticks while nobody does. */
export function now(): number {
  subscribe();
  return Date.now();
}
