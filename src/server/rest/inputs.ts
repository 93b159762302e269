import { upgraded } from "../../runtime/components/component-queries.ts";
import { misfit, misfitText, type Misfit } from "../../runtime/components/misfit.ts";
import { valueSchema } from "../../runtime/components/value-schema.ts";
import type { Subgraph, SubgraphInput, SubgraphQuestion } from "../../runtime/graph/subgraphs.ts";
import { contentHash } from "../../runtime/plan/hash.ts";
import type { CallRequest } from "../../runtime/session/calls/call.ts";
import { findClosest, quoteClosestFirst } from "../../runtime/text/similarity.ts";
import { filesIn, setOwn, type Json, type Value } from "../../runtime/values/value.ts";
import type { GivenFiles } from "../files/given-files.ts";
import type { GivenValue } from "./body.ts";
import { RequestError } from "./errors.ts";
import { withFiles } from "./file-inputs.ts";

type Parts = Pick<CallRequest, "picks" | "answers"> & {
  /** By canvas input, their files not taken in yet. */
  readonly values: ReadonlyMap<string, { readonly input: SubgraphInput; readonly value: Value }>;
};

/**
 * The values of a call as the engine takes them.
 *
 * @throws {RequestError} which names the input and what fits it
 */
export async function inputsOf(
  subgraph: Subgraph,
  all: readonly Subgraph[],
  given: ReadonlyMap<string, GivenValue>,
  files: GivenFiles,
  signal: AbortSignal,
): Promise<Pick<CallRequest, "inputs" | "picks" | "answers">> {
  // Everything is looked at before a file is fetched for any of it.
  const { values, picks = {}, answers = {} } = checked(subgraph, all, given);
  const inputs: Record<string, Value> = {};
  for (const [id, { input, value }] of values) {
    const whole = await withFiles(input, value, files, signal);
    // What a file is called is known only now.
    const found = whole === value ? undefined : misfit(input.component, whole);
    if (found) throw unfitting(input, found);
    setOwn(inputs, id, whole);
  }
  return { inputs, picks, answers };
}

function checked(
  subgraph: Subgraph,
  all: readonly Subgraph[],
  given: ReadonlyMap<string, GivenValue>,
): Parts {
  const values = new Map<string, { readonly input: SubgraphInput; readonly value: Value }>();
  const picks: Record<string, string> = {};
  const answers: Record<string, Value> = {};
  for (const [id, one] of given) {
    const inputs = subgraph.inputs.filter((input) => input.id === id);
    const choice = subgraph.choices.find((candidate) => candidate.id === id);
    const question = subgraph.questions.find((candidate) => candidate.id === id);
    if (inputs.length === 0 && !choice && !question) throw unknown(id, subgraph, all);
    for (const input of inputs) {
      const value = fitting(input, one);
      const other = values.get(input.input);
      if (other && contentHash(other.value) !== contentHash(value))
        throw wrong(id, `is the same input as '${other.input.id}', so both need the same value`);
      values.set(input.input, { input, value });
    }
    if (choice) setOwn(picks, choice.choice, variantOf(id, choice.variants, plain(id, one)));
    if (question) setOwn(answers, question.node, answerOf(question, plain(id, one)));
  }
  return { values, picks, answers };
}

function unknown(id: string, subgraph: Subgraph, all: readonly Subgraph[]): RequestError {
  const valid = idsOf(subgraph);
  const elsewhere = all.find((one) => one !== subgraph && idsOf(one).includes(id));
  const closest = elsewhere ? undefined : findClosest(id, valid);
  const hint = elsewhere
    ? ` It belongs to '${elsewhere.id}'.`
    : closest === undefined
      ? ""
      : ` Did you mean '${closest}'?`;
  const list = valid.length > 0 ? `Its inputs are ${quoteClosestFirst(id, valid)}.` : "It takes no inputs.";
  return new RequestError(400, `'${subgraph.id}' has no input '${id}'.${hint} ${list}`, {
    input: id,
    available_inputs: valid,
    ...(closest !== undefined && { closest }),
  });
}

function idsOf({ inputs, choices, questions }: Subgraph): string[] {
  return [...new Set([...inputs, ...choices, ...questions].map(({ id }) => id))];
}

function wrong(input: string, problem: string, details: Readonly<Record<string, Json>> = {}): RequestError {
  return new RequestError(400, `The input '${input}' ${problem}.`, { input, ...details });
}

function unfitting({ id, component }: Pick<SubgraphInput, "id" | "component">, found: Misfit): RequestError {
  return new RequestError(400, `The input '${id}' ${misfitText(found)}`, {
    input: id,
    expected: valueSchema(component),
    ...(found.closest !== undefined && { closest: found.closest }),
  });
}

/** The value in the documented form. */
function fitting({ id, component }: SubgraphInput, given: GivenValue): Value {
  const candidates = candidatesOf(given).map((value) => upgraded(component, value));
  const found = candidates.find((value) => misfit(component, value) === undefined);
  if (given.type === "json" && holdsReference(given.value)) throw referenceGiven(id);
  if (found !== undefined) return found;
  const [first = null] = candidates;
  throw unfitting({ id, component }, misfit(component, first)!);
}

/** What a value may mean, the likeliest first. */
function candidatesOf(given: GivenValue): Value[] {
  if (given.type === "json") return [given.value];
  if (given.type === "files")
    return given.files.length === 1 ? [given.files[0]!, [...given.files]] : [[...given.files]];
  const parsed = jsonIn(given.text);
  // A file's text in a form names no reference either.
  return parsed === undefined || holdsReference(parsed) ? [given.text] : [given.text, parsed];
}

function jsonIn(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** What Daggr alone writes: taken from outside, it would name files of others. */
function holdsReference(value: Json): boolean {
  return !filesIn(value).next().done;
}

function referenceGiven(id: string): RequestError {
  return wrong(id, "was given a file in a form that only Daggr itself uses; give its address");
}

function plain(id: string, given: GivenValue): Json {
  if (given.type === "json" && !holdsReference(given.value)) return given.value;
  if (given.type === "text") {
    const parsed = jsonIn(given.text);
    return parsed === undefined || holdsReference(parsed) ? given.text : parsed;
  }
  throw wrong(id, "takes no files");
}

/** daggr picks a variant by its number; its name does too. */
function variantOf(id: string, variants: readonly string[], value: Json): string {
  const found = typeof value === "number" ? variants[value] : variants.find((name) => name === value);
  if (found !== undefined) return found;
  const list = variants.map((name, index) => `${index} ('${name}')`).join(", ");
  throw wrong(id, `picks a variant: one of ${list}, but got ${JSON.stringify(value)}`, {
    options: variants,
  });
}

function answerOf({ id, step }: SubgraphQuestion, value: Json): Value {
  if (step === "approve" && typeof value !== "boolean")
    throw wrong(id, "is whether it is approved: true or false");
  if (step === "text-input" && typeof value !== "string") throw wrong(id, "is an answer in text");
  return value;
}
