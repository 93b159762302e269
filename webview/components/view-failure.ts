import { createContext } from "svelte";

/**
 * Shows the view that calls it as broken. For what a library does later, in a timer or a promise: Svelte's boundaries do not see
 * such errors.
 */
export const [getFail, setFail] = createContext<(error: unknown) => void>();
