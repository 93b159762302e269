export * from "./public.ts";
/** For the process that loads workflow files; not part of the published types. */
export { engine } from "./engine.ts";
