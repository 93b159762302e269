import type { LocalSpaceAnswer, LocalSpaceRequest } from "../runtime/protocol/local-spaces.ts";
import { askLine, oneAtATime } from "./ask.ts";

/** Whether a Space may run on this machine: `--allow-local` names it, or the person at the terminal says so. */
export function localSpaces(
  allowed: readonly string[],
): (request: LocalSpaceRequest) => Promise<LocalSpaceAnswer> {
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  return async (request) => {
    if (names.has(request.space.toLowerCase())) return { kind: "allowed" };
    const help = `Look at its code, then allow it with --allow-local ${request.space}, or leave runLocally out.`;
    if (!process.stdin.isTTY) return { kind: "refused", help };
    return (await oneAtATime(() => askPerson(request))) ? { kind: "allowed" } : { kind: "refused", help };
  };
}

async function askPerson({ space, page, folder }: LocalSpaceRequest): Promise<boolean> {
  const question = `The workflow wants to run the Space "${space}" on this machine. It is cloned from ${page}\nto ${folder}, its packages are installed, and its code runs with all your rights.\nAllow it, from now on? [y/N] `;
  return /^y(es)?$/i.test((await askLine(question)).trim());
}
