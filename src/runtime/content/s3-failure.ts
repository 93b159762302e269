import { StepError } from "../failures/failure.ts";
import type { BucketAddress } from "./address.ts";

/** What an S3 server says of an error in its XML. Texts of it are the server's. */
export interface S3Problem {
  readonly status: number;
  /** Empty where it gave none. */
  readonly code: string;
  readonly message: string;
  /** Where the bucket is, if it is elsewhere. */
  readonly region: string;
}

export function problemOf(status: number, xml: string): S3Problem {
  return {
    status,
    code: textOf(xml, "Code"),
    message: textOf(xml, "Message").slice(0, 500),
    region: textOf(xml, "Region").slice(0, 40),
  };
}

/** The text of the first element of a name; empty where there is none. */
export function textOf(xml: string, element: string): string {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? "";
  const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? "");
}

/** Why a request was refused, in words a person can act on. */
export function s3Failure(name: string, { bucket, region }: BucketAddress, problem: S3Problem): StepError {
  const { status, code, message } = problem;
  switch (code) {
    case "NoSuchBucket":
      return new StepError({
        message: `${name} has no bucket '${bucket}'.`,
        help: "Make the bucket, or correct the address of the file store (DAGGR_FILES, --files).",
      });
    case "InvalidAccessKeyId":
    case "SignatureDoesNotMatch":
    case "InvalidToken":
    case "ExpiredToken":
      return new StepError({
        message: `${name} refused the credentials (${code}).`,
        help:
          code === "ExpiredToken"
            ? "They are out of date: get new ones, set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and start again."
            : "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, if they are temporary, AWS_SESSION_TOKEN.",
      });
    case "RequestTimeTooSkewed":
      return new StepError({
        message: `${name} refused the request, since this machine's clock is wrong.`,
        help: "Set the clock, then try again.",
      });
    case "AuthorizationHeaderMalformed":
    case "PermanentRedirect":
    case "TemporaryRedirect":
      return new StepError({
        message: `${name} has the bucket '${bucket}' in another region than '${region}'${problem.region && `: in '${problem.region}'`}.`,
        help: `Write region=${problem.region || "…"} in the address of the file store (DAGGR_FILES, --files).`,
      });
    default:
  }
  if (status === 401 || status === 403)
    return new StepError({
      message: `${name} refused access to the bucket '${bucket}'${code && ` (${code})`}.`,
      help: "The credentials need s3:GetObject, s3:PutObject and s3:ListBucket there, and s3:DeleteObject for 'daggr files gc'.",
    });
  return new StepError({
    message: `${name} answered ${status}${code && ` (${code})`}${message && `: ${message}`}`,
    help: "Look whether the address is that of an S3 server (DAGGR_FILES, --files), and what the server's own log says.",
    ...(status >= 500 ? { transient: true } : {}),
  });
}
