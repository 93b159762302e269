import { typescript, type ts } from "../../typescript.ts";
import type { SignIn } from "../../failures/failure.ts";
import type { Severity } from "../../protocol/language.ts";
import type { Analysis } from "../analysis.ts";
import type { Edit, Span } from "../edit/edit.ts";

export type { Edit, Span };

/** One thing that can be wrong with a workflow. A module each; `table.ts` lists them. */
export interface Rule {
  /** Stable: people search for it and tools match it. */
  readonly code: string;
  readonly severity: Severity;
  /** One line for the table of the documentation. */
  readonly summary: string;
  /** Why it matters and what to do, in Markdown. */
  readonly explanation: string;
  readonly wrong: string;
  readonly right: string;
  /** It says that something is used nowhere in the file, which is not known while a statement is half typed. */
  readonly looksForUses?: true;
  check(analysis: Analysis): Iterable<RuleDiagnostic>;
}

export interface RuleDiagnostic {
  readonly at: Span;
  readonly message: string;
  readonly fixes?: readonly RuleFix[];
  readonly related?: readonly { readonly node: ts.Node; readonly message: string }[];
  /** Where the rule's own does not fit. */
  readonly severity?: Severity;
  /** TypeScript's errors that begin in these pieces say the same in other words. */
  readonly covers?: readonly Span[];
}

export interface RuleFix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** True where no other meaning is possible. Only safe fixes are applied without review. */
  readonly safe: boolean;
  /** What no edit can do: an account to sign in to. */
  readonly signIn?: SignIn;
}

/** The whole entry of an object that a node of the tree stands in: TypeScript's errors about a value are at its key. */
export function entrySpan(node: ts.Node): Span {
  const { isPropertyAssignment, isShorthandPropertyAssignment } = typescript();
  let inner = node;
  while (inner.parent && !isPropertyAssignment(inner) && !isShorthandPropertyAssignment(inner))
    inner = inner.parent;
  return spanOf(inner.parent ? inner : node);
}

/** Where TypeScript says that an entry is wrong: at the entry, or at the option that holds the entries. */
export function entryAndOption(node: ts.Node): readonly Span[] {
  // `inputs: { text: … }`: the key, its entry, the object, the option.
  const option = node.parent?.parent?.parent as ts.Node | undefined;
  const isOption = option !== undefined && typescript().isPropertyAssignment(option);
  return [entrySpan(node), ...(isOption ? [spanOf(option.name)] : [])];
}

export function spanOf(node: ts.Node): Span {
  return { start: node.getStart(), end: node.getEnd() };
}
