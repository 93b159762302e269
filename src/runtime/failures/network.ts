import { causesOf, StepError } from "./failure.ts";
import { redact } from "./redact.ts";

/** Milliseconds within which a server must begin to answer a small request. */
export const answerLimit = 30_000;

/** Explanations of system error codes. */
const meanings: Readonly<Record<string, string>> = {
  ENOTFOUND: "its name is not known (is the machine offline?)",
  EAI_AGAIN: "its name could not be looked up (is the machine offline?)",
  ECONNREFUSED: "nothing answers at that address",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  ETIMEDOUT: "it did not answer in time",
  UND_ERR_CONNECT_TIMEOUT: "it did not answer in time",
  UND_ERR_HEADERS_TIMEOUT: "it did not answer in time",
  UND_ERR_BODY_TIMEOUT: "it fell silent",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no network",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate could not be verified",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate could not be verified",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is that of another name",
};

/** Says why a request failed, from the error or its causes. */
export function reasonOf(error: unknown): string {
  for (const cause of causesOf(error)) {
    if (cause.name === "TimeoutError") return "it did not answer in time";
    const meaning = meanings[String((cause as NodeJS.ErrnoException).code)];
    if (meaning) return meaning;
  }
  const deepest = [...causesOf(error)].at(-1);
  return redact(deepest?.message || String(error));
}

/** Errors before there is a connection: the server has seen nothing of the request. */
const beforeConnection =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** Whether a request failed before it was sent. */
export function wasNeverSent(error: unknown): boolean {
  return [...causesOf(error)].some((cause) =>
    beforeConnection.test(String((cause as NodeJS.ErrnoException).code)),
  );
}

/** The failure of a request that got no answer. `server` is the name shown in the message. */
export function unreachable(
  server: string,
  error: unknown,
  help = "Check the network, then run the step again.",
): StepError {
  return new StepError({
    message: `${server} could not be reached: ${reasonOf(error)}.`,
    help,
    transient: true,
  });
}

/**
 * A signal that also aborts after a time limit. Not made of `AbortSignal.timeout` and `AbortSignal.any`: in Node 20 these hold each
 * other weakly, so a limit is gone once memory is cleaned up, and the request waits for ever.
 */
export function within(milliseconds: number, signal?: AbortSignal): AbortSignal {
  const limited = new AbortController();
  const stop = () => end(signal?.reason);
  const timer = setTimeout(() => end(new DOMException("It took too long.", "TimeoutError")), milliseconds);
  timer.unref();
  const end = (reason: unknown) => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    limited.abort(reason);
  };
  if (signal?.aborted) stop();
  else signal?.addEventListener("abort", stop, { once: true });
  return limited.signal;
}
