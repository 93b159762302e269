import { redact } from "./redact.ts";
import { redactValue } from "./secrets.ts";

/** Whose account a person has to sign in to: that of Hugging Face, or the one that an app has of its own. */
export type SignIn =
  { readonly to: "hugging-face" } | { readonly to: "app"; /** The app's. */ readonly origin: string };

/**
 * Why a step failed, in words a person can act on. Sent between processes as plain data.
 */
export interface StepFailure {
  /** What is wrong and where, in one or two sentences. A longer message is cut, and says by how much. */
  readonly message: string;
  /** The whole message, where `message` is cut. */
  readonly fullMessage?: string;
  /** What to do next. */
  readonly help?: string;
  /** 1-based, in the workflow file or a local module. */
  readonly at?: { readonly file: string; readonly line: number; readonly column?: number };
  /** Messages of the causes, outermost first. */
  readonly causes?: readonly string[];
  /** The source-mapped stack, for the log and the assistant. */
  readonly stack?: string;
  /** The link that the card shows. */
  readonly link?: { readonly title: string; readonly url: string };
  /** The person has to sign in (again), and where. */
  readonly signIn?: SignIn;
  /** The requested graph is not in the file. */
  readonly unknownGraph?: boolean;
  /**
   * Running it again is offered, since it is a person's decision: first these steps, by name, then its own. Their results are made
   * anew, whatever they are.
   */
  readonly again?: readonly string[];
  /** A retry may work: network errors, 429, 5xx, a Space that was waking up. */
  readonly transient?: boolean;
}

/** Characters of a message that a card, a notification or a terminal shows at once. */
const maxMessage = 2_000;
/** Characters of a message that are kept. */
const maxFullMessage = 200_000;

/** A `StepFailure` as a thrown error. */
export class StepError extends Error {
  readonly failure: StepFailure;

  constructor(failure: StepFailure) {
    // It may hold words of an app, and it is shown, logged and kept.
    const clean = withShortMessage(withoutSecrets(failure));
    super(clean.message);
    this.name = "StepError";
    this.failure = clean;
  }
}

/** The same error, but never tried again by itself: what has run once would run, and may cost, a second time. */
export function withoutRetry(error: unknown): unknown {
  if (!(error instanceof StepError) || !error.failure.transient) return error;
  return new StepError({ ...error.failure, transient: false });
}

/** A passing failure after the other side may have begun: it is not tried again without the person. `who` begins a sentence. */
export function mayHaveRun<T>(error: T, who: string): T | StepError {
  if (!(error instanceof StepError) || !error.failure.transient) return error;
  return new StepError({
    ...error.failure,
    message: `${error.failure.message} ${who} may have run it to its end all the same, and does not tell its result any more.`,
    help: "Run the step again if you want to. That runs it, and may cost, a second time.",
    transient: false,
    again: [],
  });
}

/** Turns anything thrown into a failure that can be shown. `at` is used if the error has no location of its own. */
export function failureOf(error: unknown, at?: StepFailure["at"]): StepFailure {
  const failure =
    error instanceof StepError ? withoutSecrets(error.failure) : withShortMessage(describe(error));
  return failure.at || !at ? failure : { ...failure, at };
}

function withoutSecrets(failure: StepFailure): StepFailure {
  const known = redactValue(failure);
  const { message, help, causes, stack } = known;
  return {
    ...known,
    message: redact(message),
    ...(help === undefined ? {} : { help: redact(help) }),
    ...(causes === undefined ? {} : { causes: causes.map(redact) }),
    ...(stack === undefined ? {} : { stack: redact(stack) }),
  };
}

function describe(error: unknown): StepFailure {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  const [message = error.name, ...causes] = [...causesOf(error)].map((cause) =>
    redact(cause.message || cause.name),
  );
  return {
    message,
    ...(error.stack === undefined ? {} : { stack: redact(error.stack) }),
    ...(causes.length > 0 ? { causes } : {}),
  };
}

/** Apps and functions may say very much. It is cut where it is shown at once, and whole in the details. */
function withShortMessage(failure: StepFailure): StepFailure {
  const { message, fullMessage, stack } = failure;
  if (fullMessage !== undefined || message.length <= maxMessage) return failure;
  return {
    ...failure,
    message: cutText(message, maxMessage),
    fullMessage: cutText(message, maxFullMessage),
    // It begins with the message.
    ...(stack === undefined ? {} : { stack: cutText(stack, maxFullMessage) }),
  };
}

/** The start of a text, with the number of characters that were left out. */
function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most)}… (${(text.length - most).toLocaleString("en")} more characters)`;
}

/** The error and its causes, outermost first. */
export function* causesOf(error: unknown): Generator<Error> {
  for (let depth = 0; depth < 10 && error instanceof Error; depth += 1) {
    yield error;
    error = error instanceof AggregateError ? error.errors[0] : error.cause;
  }
}

/** The failure of a node that could not run because an upstream node failed. */
export function notRun(node: string, upstream: string): StepFailure {
  return { message: `'${node}' did not run because '${upstream}' failed.` };
}
