import { createContext, type Component } from "svelte";
import type { Value } from "../../src/runtime/values/value.ts";
import type { Place } from "./types.ts";

export interface AnyValueProps {
  readonly value: Value;
  readonly label: string;
  readonly place: Place;
}

/**
 * The view of a value of any kind, for components whose values hold others (a Chatbot's messages). It comes by context, since the
 * view itself draws with all components.
 */
export const [getAnyValueView, setAnyValueView] = createContext<Component<AnyValueProps>>();
