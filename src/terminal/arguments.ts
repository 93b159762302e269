import { access } from "node:fs/promises";
import { exactIntegersIn } from "../runtime/values/exact-integers.ts";
import type { Json } from "../runtime/values/value.ts";

/** The command line asks for something that does not exist: exit code 2. */
export class UsageError extends Error {}

/** @throws {UsageError} which names the first file that is not there */
export async function mustExist(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await access(path).catch(() => {
      throw new UsageError(`There is no file '${path}'.`);
    });
  }
}

export interface GivenInput {
  readonly node: string;
  readonly port: string;
  /** What follows the equal sign, as it was written. */
  readonly text: string;
}

/** `NODE.PORT=VALUE`; the node's name may hold dots, the port's may not. */
export function parseInput(text: string): GivenInput {
  const equals = text.indexOf("=");
  const dot = text.lastIndexOf(".", equals);
  if (equals < 0 || dot <= 0 || dot === equals - 1)
    throw new UsageError(
      `'${text}' is no input. Write --input NODE.PORT=VALUE, such as --input painter.prompt="A cheetah".`,
    );
  return {
    node: text.slice(0, dot),
    port: text.slice(dot + 1, equals),
    text: text.slice(equals + 1),
  };
}

/** `CHOICE=VARIANT` */
export function parsePick(text: string): { readonly choice: string; readonly variant: string } {
  const equals = text.indexOf("=");
  if (equals <= 0 || equals === text.length - 1)
    throw new UsageError(
      `'${text}' is no choice with a variant. Write --pick CHOICE=VARIANT, such as --pick voice=alice.`,
    );
  return { choice: text.slice(0, equals), variant: text.slice(equals + 1) };
}

/** A value of the command line: JSON if it parses as such, else text. */
export function parseValue(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return text;
  }
  const [inexact] = Object.entries(exactIntegersIn(text) ?? {});
  if (inexact)
    throw new UsageError(
      `JavaScript's numbers do not hold ${inexact[1] || text}: it would become ${inexact[0]}. Give an integer up to 2^53, or text: "\"${inexact[1] || text}\"".`,
    );
  return value;
}
