import { StepError } from "../failures/failure.ts";
import { parseContentAddress } from "./address.ts";
import { FolderPlace } from "./folder-place.ts";
import type { ContentPlace } from "./place.ts";
import { S3Client, type S3Credentials } from "./s3-client.ts";
import { S3Place } from "./s3-place.ts";

/** @throws {StepError} where the address names none, or an S3 server has no credentials */
export function openContentPlace(
  address: string,
  credentials = credentialsOf(process.env),
  now: () => number = Date.now,
): ContentPlace {
  const parsed = parseContentAddress(address);
  if (parsed.kind === "folder") return new FolderPlace(parsed.folder, now);
  if (!credentials)
    throw new StepError({
      message: `There are no credentials for the file store at '${parsed.endpoint.host}'.`,
      help: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN if they are temporary.",
    });
  return new S3Place(new S3Client(parsed, credentials), parsed, now);
}

function credentialsOf(env: Readonly<Record<string, string | undefined>>): S3Credentials | undefined {
  const [accessKeyId, secretAccessKey] = [env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"]];
  const sessionToken = env["AWS_SESSION_TOKEN"];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}
