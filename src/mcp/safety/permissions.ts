import { createHash, randomBytes } from "node:crypto";
import {
  createRequestStateCodec,
  inputRequired,
  inputResponse,
  type ElicitRequestFormParams,
  type InputRequiredResult,
  type RequestStateCodec,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Permission } from "../permission-names.ts";
import { ToolError } from "./tool-error.ts";

/** What becomes of a call that needs a permission: it begins, or the person is asked first, or it is refused. */
export type Policy = "allowed" | "ask" | "refused";

/** What a question was about: an answer counts for this call and no other. */
interface Asked {
  readonly call: string;
}

export class Permissions {
  readonly codec: RequestStateCodec<Asked> = createRequestStateCodec<Asked>({ key: randomBytes(32) });
  /** Calls that a person allowed from now on: the permission and the file. */
  readonly #remembered = new Set<string>();

  /**
   * @param policies what is not allowed beforehand; refused where nothing is said
   * @param remembers whether a person may allow more than one call: only where all calls are theirs
   */
  constructor(
    private readonly allowed: ReadonlySet<Permission>,
    private readonly policies: Partial<Record<Permission, Policy>>,
    private readonly remembers: boolean,
  ) {}

  policyOf(permission: Permission): Policy {
    return this.allowed.has(permission) ? "allowed" : (this.policies[permission] ?? "refused");
  }

  /**
   * Undefined where the call may begin; else the question for the person.
   * @param canAsk whether the assistant's program can put a question to its person
   * @throws {ToolError} where it may not
   */
  async ask(
    { permissions, subject, message }: Question,
    call: { readonly tool: string; readonly input: unknown },
    context: ServerContext,
    canAsk: boolean,
  ): Promise<InputRequiredResult | undefined> {
    const missing = permissions.filter(
      (one) => this.policyOf(one) !== "allowed" && !this.#remembered.has(`${one} ${subject}`),
    );
    if (missing.length === 0) return undefined;
    const way = `The person who started this server can allow it beforehand: --allow ${missing.join(",")}.`;
    if (missing.some((one) => this.policyOf(one) === "refused"))
      throw new ToolError(`'${call.tool}' is not allowed here. ${way}`);
    if (!canAsk)
      throw new ToolError(
        `'${call.tool}' needs the person's yes, and your program cannot ask them here (MCP elicitation). ${way}`,
      );
    const digest = createHash("sha256").update(JSON.stringify(call)).digest("base64");
    const answer = inputResponse(context.mcpReq.inputResponses, "confirm");
    if (answer.kind === "elicit" && context.mcpReq.requestState<Asked>()?.call === digest) {
      const { action, content } = answer;
      if (action !== "accept" || content?.["allow"] !== true)
        throw new ToolError(
          `The person did not allow it. Do not call '${call.tool}' again unless they ask for it.`,
        );
      if (this.remembers && content["remember"] === true)
        for (const one of missing) this.#remembered.add(`${one} ${subject}`);
      return undefined;
    }
    return inputRequired({
      inputRequests: {
        confirm: inputRequired.elicit({ message, requestedSchema: this.#form }),
      },
      requestState: await this.codec.mint({ call: digest }),
    });
  }

  get #form(): Form {
    const remember: Form["properties"] = {
      remember: {
        type: "boolean",
        title: "Also from now on, for this file, until the server ends",
        default: false,
      },
    };
    return {
      type: "object",
      properties: {
        allow: { type: "boolean", title: "Allow it", default: false },
        ...(this.remembers ? remember : {}),
      },
      required: ["allow"],
    };
  }
}

type Form = ElicitRequestFormParams["requestedSchema"];

/** What a person is asked. */
export interface Question {
  /** All that the call needs. */
  readonly permissions: readonly Permission[];
  /** What an answer may be remembered for. */
  readonly subject: string;
  readonly message: string;
}
