import { createInterface } from "node:readline/promises";
import type { LocalSpaceAnswer, LocalSpaceRequest } from "../runtime/protocol/local-spaces.ts";
import { printable } from "../runtime/text/printable.ts";

/** One question at a time: an answer must not count for two. */
let asked: Promise<unknown> = Promise.resolve();

/** Whether a Space may run on this machine: `--allow-local` names it, or the person at the terminal says so. */
export function localSpaces(
  allowed: readonly string[],
): (request: LocalSpaceRequest) => Promise<LocalSpaceAnswer> {
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  return async (request) => {
    if (names.has(request.space.toLowerCase())) return { kind: "allowed" };
    const help = `Look at its code, then allow it with --allow-local ${request.space}, or leave runLocally out.`;
    if (!process.stdin.isTTY) return { kind: "refused", help };
    const answer = asked.then(() => askPerson(request));
    asked = answer.catch(() => {});
    return (await answer) ? { kind: "allowed" } : { kind: "refused", help };
  };
}

async function askPerson({ space, page, folder }: LocalSpaceRequest): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `The workflow wants to run the Space "${space}" on this machine. It is cloned from ${page}\nto ${folder}, its packages are installed, and its code runs with all your rights.\nAllow it, from now on? [y/N] `;
    return /^y(es)?$/i.test((await lines.question(printable(question))).trim());
  } finally {
    lines.close();
  }
}
