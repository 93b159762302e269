import { typescript, type ts } from "../../typescript.ts";
import { sortBySimilarity, isSimilar, isObviousTypo } from "../../text/similarity.ts";
import { keyText, quotedLike } from "../edit/text.ts";
import type { Entry } from "../model/model.ts";
import { spanOf, type RuleFix } from "./rule.ts";

/**
 * Fixes that put a valid word in the place of a wrong one: the closest first. `taken` are words that stand there already, so
 * that one word is not written twice.
 */
export function closestFixes(
  written: string,
  options: readonly string[],
  node: ts.Node | undefined,
  taken: ReadonlySet<string> = new Set(),
): readonly RuleFix[] {
  if (node === undefined) return [];
  const free = options.filter((option) => !taken.has(option));
  const close = free.filter((option) => isSimilar(written, option));
  // Where there is only one valid word, it is worth offering even if it is quite another.
  return sortBySimilarity(written, close.length === 0 && free.length === 1 ? free : close)
    .slice(0, 3)
    .map((option, place) => ({
      title: `Change '${written}' to '${option}'`,
      edits: [{ ...spanOf(node), text: inPlaceOf(node, option) }],
      safe: place === 0 && isObviousTypo(written, option, options),
    }));
}

/** The names of the other entries. */
export function siblingsOf({ written }: Entry): ReadonlySet<string> {
  const parent = written?.parent;
  if (parent === undefined || !("properties" in parent)) return new Set();
  return new Set(parent.properties.flatMap(({ name }) => name?.getText().replace(/^["']|["']$/g, "") ?? []));
}

/** A word in the form in which it has to stand where `node` stands. */
export function inPlaceOf(node: ts.Node, word: string): string {
  const compiler = typescript();
  if (compiler.isShorthandPropertyAssignment(node.parent) && node.parent.name === node)
    return `${keyText(word)}: ${node.getText()}`;
  if (compiler.isBindingElement(node.parent)) {
    const { parent } = node;
    return parent.propertyName === node ? keyText(word) : `${keyText(word)}: ${node.getText()}`;
  }
  if (
    compiler.isPropertyName(node) &&
    compiler.isObjectLiteralElement(node.parent) &&
    node.parent.name === node
  )
    return keyText(word);
  if (compiler.isStringLiteralLike(node)) return quotedLike(node, word);
  if (compiler.isNumericLiteral(node)) return /^\/\d+$/.test(word) ? word.slice(1) : JSON.stringify(word);
  return word;
}
