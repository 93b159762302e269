import { isMadeSince } from "../../plan/age.ts";
import type { InputId } from "../../graph/description.ts";
import type { SelectedVariants } from "../../graph/variants.ts";
import type { SheetFacts } from "../../plan/evaluate.ts";
import type { Maybe } from "../../run/executor.ts";
import type { ResultId, ResultRecord, SheetState } from "../../sheets/store.ts";
import { untouchedSheet } from "../../sheets/untouched.ts";
import type { Value } from "../../values/value.ts";
import type { SharedKnowledge, SheetData } from "../sheets/sheet-data.ts";
import type { ResultCache } from "./result-cache.ts";

interface CallFactsOptions {
  readonly inputs: Readonly<Record<InputId, Value>>;
  readonly picks: SelectedVariants;
  readonly shared: Pick<SharedKnowledge, "acceptedCommit" | "fileInput" | "untrustedInputs">;
  readonly results: ResultCache;
  /** The sheet that keeps the run: what is there counts too. */
  readonly sheet?: SheetData | undefined;
  /** Nodes that run in each call anew: what they give depends on more than their inputs. */
  readonly anew: ReadonlySet<string>;
}

/** What a call knows: a sheet of its own in memory, and the results that earlier calls left. */
export class CallFacts implements SheetFacts {
  readonly sheet: SheetState;
  /** Of this call, by node. */
  readonly #own = new Map<string, ResultRecord>();
  readonly #found = new Map<ResultId, ResultRecord>();

  constructor(private readonly options: CallFactsOptions) {
    const { inputs, picks } = options;
    this.sheet = { ...untouchedSheet, inputs, picks };
  }

  shown(node: string): ResultRecord | undefined {
    return this.#own.get(node);
  }

  /** The node has this result now, by running or because it was found. */
  settled(record: ResultRecord): void {
    this.#own.set(record.node, record);
  }

  withKey(node: string, key: string, since?: number): ResultId | undefined {
    const { anew, results, sheet } = this.options;
    if (anew.has(node)) return undefined;
    const record = results.find(node, key);
    if (!record || !isMadeSince(record, since)) return sheet?.withKey(node, key, since);
    this.#found.set(record.id, record);
    return record.id;
  }

  load(node: string, result: ResultId): Maybe<ResultRecord | undefined> {
    const record = this.#found.get(result);
    if (!record) return this.options.sheet?.load(node, result);
    const whole = this.options.results.isWhole(record);
    return whole === true ? record : whole.then((is) => (is ? record : undefined));
  }

  get untrustedInputs(): boolean {
    return this.options.shared.untrustedInputs;
  }

  acceptedCommit(node: string): string | undefined {
    return this.options.shared.acceptedCommit(node);
  }

  fileInput(input: InputId): Value | undefined {
    return this.options.shared.fileInput(input);
  }
}
