/**
 * What is set for a process in which VS Code's own program is to behave as Node; what is undefined is taken out of the environment.
 * A debugger of the extension host is not one of that process. Electron acts as Node only with its variable.
 */
export const asNode: Readonly<Record<string, string | undefined>> = {
  NODE_OPTIONS: undefined,
  ...(process.versions["electron"] !== undefined && { ELECTRON_RUN_AS_NODE: "1" }),
};
