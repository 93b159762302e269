import { StepError, type StepFailure } from "../failures/failure.ts";
import { canonical } from "../plan/hash.ts";
import { quoteList, sortBySimilarity } from "../text/similarity.ts";
import type { Value } from "../values/value.ts";
import { sameTarget, targetOf, type CallRequest } from "./record.ts";
import type { StoredRecord } from "./folder.ts";

/** Why a call is refused: nothing recorded answers it. Names the closest record, and in what that differs. */
export function notRecorded(
  request: CallRequest,
  records: readonly StoredRecord[],
  folder: string,
): StepError {
  return new StepError(refusal(request, records, folder));
}

function refusal(request: CallRequest, records: readonly StoredRecord[], folder: string): StepFailure {
  const what = targetOf(request);
  const help =
    'Record it: run the same once with --record, in VS Code after "Daggr: Record Calls". Or change the inputs to what was recorded.';
  if (records.length === 0)
    return { message: `${capital(what)} is in no record of '${folder}', which has none.`, help };
  const same = records.filter(({ record }) => sameTarget(record.request, request));
  if (same.length === 0) {
    const names = records.map(({ record }) => targetOf(record.request));
    const closest = sortBySimilarity(what, names)[0];
    const { file } = records[names.indexOf(closest!)]!;
    return {
      message: `${capital(what)} is in no record of '${folder}'. The closest record, '${file}', is of ${closest}.`,
      help,
    };
  }
  const [closest] = same
    .map(({ file, record }) => ({ file, differences: differencesOf(request, record.request) }))
    .sort((a, b) => a.differences.length - b.differences.length || a.file.localeCompare(b.file));
  const { file, differences } = closest!;
  const shown = differences.slice(0, 3).map(({ text }) => text);
  const more = differences.length > shown.length ? `; and ${differences.length - shown.length} more` : "";
  return {
    message: `This call of ${what} is in no record of '${folder}'. The closest record, '${file}', differs in ${quoteList(
      differences.map(({ name }) => name),
    )}: ${shown.join("; ")}${more}.`,
    help,
  };
}

interface Difference {
  readonly name: string;
  readonly text: string;
}

function differencesOf(asked: CallRequest, recorded: CallRequest): readonly Difference[] {
  const drawn = (request: CallRequest) =>
    Object.fromEntries((request.drawn ?? []).map((name) => [name, "(drawn by a function)"]));
  const one: Readonly<Record<string, Value>> = { ...asked.arguments, ...drawn(asked), ...providerOf(asked) };
  const other: Readonly<Record<string, Value>> = {
    ...recorded.arguments,
    ...drawn(recorded),
    ...providerOf(recorded),
  };
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) => {
    const [called, known] = [textOf(one[name]), textOf(other[name])];
    if (called.whole === known.whole) return [];
    return [{ name, text: `the record has ${known.short}, the call ${called.short}` }];
  });
}

function providerOf(request: CallRequest): Readonly<Record<string, Value>> {
  return request.kind === "model" && request.provider !== undefined ? { provider: request.provider } : {};
}

function textOf(value: Value | undefined): { readonly whole: string; readonly short: string } {
  if (value === undefined) return { whole: "", short: "nothing" };
  const whole = canonical(value);
  return { whole, short: whole.length > 60 ? `${whole.slice(0, 60)}…` : whole };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
