import { StepError } from "../failures/failure.ts";
import { reasonOf } from "../failures/network.ts";
import type { Services } from "../run/services.ts";
import type { ServiceResult, StepContext } from "../run/step/step.ts";
import type { Values } from "../values/value.ts";
import type { RecordingFolder } from "./folder.ts";
import { recordFormat, requestKey, type RecordedAnswer, type RecordedOffer } from "./record.ts";
import {
  requestOf,
  withoutPlaces,
  type MadeRequest,
  type RequestTools,
  type ServiceNode,
} from "./request.ts";

/** The call itself, as the services make it. */
export type LiveCall = (context: StepContext) => Promise<ServiceResult>;

/** Makes calls, and keeps what they asked for and what came of it. What an earlier recording has of the same request is replaced. */
export class Recorder {
  /** By request, in the order in which the calls began. One is missing while it is under way, and where it came to nothing. */
  readonly #answers = new Map<string, (RecordedAnswer | undefined)[]>();

  constructor(
    private readonly services: Services,
    private readonly folder: RecordingFolder,
    private readonly tools: RequestTools,
  ) {}

  async call(
    node: ServiceNode,
    inputs: Values,
    context: StepContext,
    call: LiveCall,
  ): Promise<ServiceResult> {
    const offer = await this.#offerOf(node, context.signal);
    const shapes = new Map(Object.entries(offer.files));
    const made = await requestOf(node, inputs, shapes, context, this.tools);
    const keep = this.#place(made, offer, context);
    const log: string[] = [];
    const listening: StepContext = {
      ...context,
      emit: (event) => {
        if (event.type === "log") log.push(event.text);
        context.emit(event);
      },
    };
    let result: ServiceResult;
    try {
      result = await call(listening);
    } catch (error) {
      // Anything else may be over at the next try, or is between the person and their account.
      if (error instanceof StepError && isOfTheCall(error) && !context.signal.aborted) {
        const { message, help } = error.failure;
        await keep({ kind: "failure", message, ...(help !== undefined && { help }) });
      }
      throw error;
    }
    const { returned, exact, commit, session } = result;
    await keep({
      kind: "result",
      returned,
      ...(exact && { exact }),
      ...(commit !== undefined && { commit }),
      ...(session && { states: Object.keys(session.states).map(Number) }),
      ...(log.length > 0 && { log }),
    });
    return result;
  }

  async #offerOf(node: ServiceNode, ask: AbortSignal): Promise<RecordedOffer> {
    const files = await this.services.fileShapes(node, { ask });
    const use = node.kind === "gradio" ? await this.services.stateUse(node, { ask }) : undefined;
    return {
      files: Object.fromEntries([...files].filter(([, { kind }]) => kind !== "none")),
      ...(use && { states: { reads: use.reads, writes: use.writes } }),
    };
  }

  /** Takes the next place among the answers to a request; what it gives puts an answer there. */
  #place(
    { request, drawn }: MadeRequest,
    offer: RecordedOffer,
    context: StepContext,
  ): (answer: RecordedAnswer) => Promise<void> {
    const key = requestKey(request);
    const answers = this.#answers.get(key) ?? [];
    this.#answers.set(key, answers);
    const place = answers.push(undefined) - 1;
    return async (answer) => {
      // The call is made, and paid for: that it could not be kept takes nothing away from its result.
      try {
        answers[place] = {
          ...(await this.#cleaned(answer, context.folder)),
          ...(Object.keys(drawn).length > 0 && { drawn }),
        };
        const known = answers.filter((one) => one !== undefined);
        await this.folder.write({ format: recordFormat, request, offer, answers: known });
      } catch (error) {
        const text = `This call could not be recorded: ${reasonOf(error)}\n`;
        context.emit({ type: "log", stream: "stderr", text });
      }
    };
  }

  async #cleaned(answer: RecordedAnswer, folder: string | undefined): Promise<RecordedAnswer> {
    const { cleaner, media } = this.tools;
    // A failure may name a file of this machine; what was returned is the service's own, whatever it says.
    const change = answer.kind === "failure" ? withoutPlaces(folder, media.folder) : undefined;
    const { kind, ...fields } = answer;
    // The cast: cleaning keeps the shape of an answer.
    const clean = await cleaner.value(fields, change);
    return { kind, ...(clean as object) } as RecordedAnswer;
  }
}

function isOfTheCall({ failure }: StepError): boolean {
  return !failure.transient && failure.signIn === undefined && failure.again === undefined;
}
