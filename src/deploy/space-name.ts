import { DeployError } from "./deploy-error.ts";

/** Characters of the longest name that the Hub takes. */
const longest = 96;

/** A Space's name from a graph's, as in daggr: its letters and digits in lower case, with hyphens for the rest. */
export function spaceNameOf(graph: string): string {
  const name = graph
    .normalize("NFKD")
    .replace(/[^a-zA-Z0-9\s_-]/g, "")
    .replace(/[\s_-]+/g, "-")
    .toLowerCase()
    .slice(0, longest)
    .replace(/^-+|-+$/g, "");
  return name || "daggr-app";
}

/** @throws {DeployError} where the Hub would refuse the name */
export function checkSpaceName(name: string): void {
  const valid = /^[\w.-]+$/.test(name) && !/^[.-]|[.-]$|--|\.\.|\.git$/.test(name) && name.length <= longest;
  if (valid) return;
  throw new DeployError({
    message: `'${name}' is no name for a Space: it takes up to ${longest} letters, digits, '-', '_' and '.', none of the signs twice in a row or at an end.`,
    help: `Use for instance --name ${spaceNameOf(name)}.`,
  });
}
