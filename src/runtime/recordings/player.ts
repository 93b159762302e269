import { randomUUID } from "node:crypto";
import { StepError } from "../failures/failure.ts";
import type { ServiceResult, StepContext } from "../run/step/step.ts";
import { canonical } from "../plan/hash.ts";
import type { AppSession } from "../sheets/store.ts";
import type { Values } from "../values/value.ts";
import { notRecorded } from "./closest.ts";
import type { RecordingFolder, StoredRecord } from "./folder.ts";
import {
  requestKey,
  sameTarget,
  type CallRecord,
  type CallRequest,
  type RecordedAnswer,
  type RecordedOffer,
} from "./record.ts";
import { requestOf, serviceOf, type RequestTools, type ServiceNode } from "./request.ts";

/** Answers calls from a recording, and asks nobody. */
export class Player {
  readonly #byKey: ReadonlyMap<string, CallRecord>;
  /** By request, how many of its answers were given. */
  readonly #given = new Map<string, number>();

  constructor(
    private readonly folder: RecordingFolder,
    private readonly records: readonly StoredRecord[],
    private readonly tools: RequestTools,
  ) {
    this.#byKey = new Map(records.map(({ record }) => [requestKey(record.request), record]));
  }

  /** What was known of a node's endpoint or model when it was recorded; undefined where it is in no record. */
  offerOf(node: ServiceNode): RecordedOffer | undefined {
    const service: CallRequest = { ...serviceOf(node, this.tools.endpoint), arguments: {} };
    const found = this.records.filter(({ record }) => sameTarget(record.request, service));
    return found.at(-1)?.record.offer;
  }

  /**
   * The recorded answer of a call. Equal calls get theirs in the order of the recording, and begin anew after the last one.
   * @throws {StepError} where that is a failure
   * @returns why it is refused, where no record answers it
   */
  async answer(node: ServiceNode, inputs: Values, context: StepContext): Promise<ServiceResult | StepError> {
    const shapes = new Map(Object.entries(this.offerOf(node)?.files ?? {}));
    const { request, drawn } = await requestOf(node, inputs, shapes, context, this.tools);
    const key = requestKey(request);
    const record = this.#byKey.get(key);
    if (!record) return notRecorded(request, this.records, this.folder.path);
    const answer = this.#next(key, record.answers, drawn);
    if (answer.kind === "failure") {
      const { message, help } = answer;
      throw new StepError({ message, ...(help !== undefined && { help }) });
    }
    context.emit({ type: "phase", phase: { kind: "running" } });
    for (const text of answer.log ?? []) context.emit({ type: "log", stream: "log", text });
    const { exact, commit, states } = answer;
    return {
      returned: await this.folder.take(answer.returned, context.signal),
      ...(exact && { exact }),
      ...(commit !== undefined && { commit }),
      ...(states && { session: sessionOf(states, context) }),
    };
  }

  #next(key: string, answers: readonly RecordedAnswer[], drawn: Values): RecordedAnswer {
    const count = this.#given.get(key) ?? 0;
    this.#given.set(key, count + 1);
    const text = canonical(drawn);
    const same = answers.filter((one) => one.drawn !== undefined && canonical(one.drawn) === text);
    // A value that was kept brings back what was made of it.
    const fitting = same.length > 0 ? same : answers;
    return fitting[count % fitting.length]!;
  }
}

/** What a call leaves for steps that take up its states: no app has it, so these too have to be answered from a recording. */
function sessionOf(states: readonly number[], context: StepContext): AppSession {
  const need = context.states?.();
  const taken = need?.kind === "left" || need?.kind === "beside" ? need.session : undefined;
  const before = need?.kind === "left" ? need.written : need?.kind === "beside" ? need.session.states : {};
  return {
    hash: taken?.hash ?? randomUUID(),
    app: taken?.app ?? "recording",
    states: Object.fromEntries(states.map((id) => [id, (before[id] ?? 0) + 1])),
  };
}
