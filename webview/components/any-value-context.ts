import { createContext, type Component } from "svelte";
import type { Value } from "../../src/runtime/values/value.ts";
import type { Place } from "./types.ts";

export interface AnyValueProps {
  readonly value: Value;
  readonly label: string;
  readonly place: Place;
}

/**
 * The view for a value of any kind, used by components whose values contain others (such as a Chatbot's messages). It is passed
 * by context because it imports all components itself; an import would be a circle.
 */
export const [getAnyValueView, setAnyValueView] = createContext<Component<AnyValueProps>>();
