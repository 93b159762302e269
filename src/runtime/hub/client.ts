import { StepError } from "../failures/failure.ts";
import { LimitError } from "../failures/limit-error.ts";
import { parseJson } from "../files/http/json-limits.ts";
import { fetchPublic } from "../files/public-fetch.ts";
import type { Login } from "../files/http/address-login.ts";
import { hubEndpoint } from "./endpoint.ts";
import type { Environment } from "./endpoint.ts";
import { answerLimit, unreachable, within } from "../failures/network.ts";
import { redact } from "../failures/redact.ts";
import { redactValue, registerSecret } from "../failures/secrets.ts";
import { tokenOfEnvironment } from "./token.ts";

/** Bytes of an answer of the Hub, after decompression. A search's largest has about one megabyte. */
const maxAnswer = 16 * 1024 * 1024;

/** Where secrets come from: the host asks SecretStorage, the terminal the environment. Never logged, never cached on disk. */
export interface Credentials {
  huggingFaceToken(): Promise<string | undefined>;
  /** User name and password for a Gradio app that asks for them. */
  login(origin: string): Promise<Login | undefined>;
}

export interface HubQuestion {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export interface HubAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly signedIn: boolean;
}

export interface HubClientOptions {
  readonly credentials: Credentials;
  readonly env: Environment;
  /** Whether the person trusts the workspace. Until then nobody learns who they are. */
  readonly trusted: () => boolean;
}

/** JSON over HTTP to the Hub, with the person's token, which goes nowhere else from here. */
export class HubClient {
  readonly endpoint: string;
  readonly #credentials: Credentials;
  readonly #env: Environment;
  readonly #trusted: () => boolean;

  constructor(options: HubClientOptions) {
    this.#trusted = options.trusted;
    this.endpoint = hubEndpoint(options.env);
    this.#credentials = options.credentials;
    this.#env = options.env;
  }

  /** The first token found: the one the person signed in with, else the environment's. None while nothing is trusted. */
  async token(): Promise<string | undefined> {
    if (!this.#trusted()) return undefined;
    const token = (await this.#credentials.huggingFaceToken()) || (await tokenOfEnvironment(this.#env));
    registerSecret(token);
    return token;
  }

  /** Any answer below 500 but 429, JSON where it is some. Rejects with a `StepError` where there is no sound answer. */
  async ask(path: string, question: HubQuestion = {}): Promise<HubAnswer> {
    const token = await this.token();
    const url = this.endpoint + path;
    const response = await fetchPublic(url, {
      giver: this.endpoint,
      // The person named it, if only by not naming another.
      named: this.endpoint,
      secrets: { origin: this.endpoint, headers: token ? { authorization: `Bearer ${token}` } : {} },
      method: question.method ?? "GET",
      headers: {
        accept: "application/json",
        ...(question.body === undefined ? {} : { "content-type": "application/json" }),
      },
      maxBytes: maxAnswer,
      ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
      signal: within(answerLimit, question.signal),
    }).catch((error: unknown) => {
      if (question.signal?.aborted) throw question.signal.reason;
      if (error instanceof StepError) throw error;
      throw unreachable(`The Hugging Face Hub at ${this.endpoint}`, error, this.#helpOffline());
    });
    const text = await response.text().catch((error: unknown) => {
      if (error instanceof LimitError) throw error.failure(`The question to ${this.endpoint}`);
      throw unreachable(`The Hugging Face Hub at ${this.endpoint}`, error, this.#helpOffline());
    });
    if (response.status >= 500 || response.status === 429) {
      throw new StepError({
        message: `The Hugging Face Hub answered ${response.status}${response.statusText ? ` ${response.statusText}` : ""} for ${path}.`,
        help:
          response.status === 429
            ? "It was asked too often: wait a minute, or sign in."
            : "Try again in a while.",
        transient: true,
      });
    }
    return { status: response.status, body: parse(text), signedIn: token !== undefined };
  }

  #helpOffline(): string {
    const variable = this.#env["HF_ENDPOINT"] ? " and that HF_ENDPOINT is right" : "";
    return `Check the network${variable}, then try again.`;
  }
}

/** What the Hub's body says went wrong, or a word for the status. */
export function hubMessage(answer: HubAnswer): string {
  const body = answer.body as { error?: unknown; message?: unknown } | undefined;
  const said = typeof body?.error === "string" ? body.error : body?.message;
  return typeof said === "string" ? redact(said) : `it answered ${answer.status}`;
}

function parse(text: string): unknown {
  try {
    // Titles, notes and descriptions are anybody's words.
    return redactValue(parseJson(text));
  } catch {
    return undefined;
  }
}
