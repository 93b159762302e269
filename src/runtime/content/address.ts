import { fileURLToPath } from "node:url";
import { StepError } from "../failures/failure.ts";

export type ContentAddress =
  { readonly kind: "folder"; readonly folder: string } | ({ readonly kind: "s3" } & BucketAddress);

export interface BucketAddress {
  readonly bucket: string;
  /** Before each key; empty, or with a slash at its end. */
  readonly prefix: string;
  /** Address of the S3 server, without a path. */
  readonly endpoint: URL;
  readonly region: string;
}

/** @throws {StepError} where it is no address of a file store. The message holds nothing that could be a password. */
export function parseContentAddress(address: string): ContentAddress {
  if (!URL.canParse(address)) throw wrong("is no address");
  const url = new URL(address);
  if (url.username || url.password)
    throw wrong(
      "holds a name or a password",
      "Take them out and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.",
    );
  if (url.protocol === "file:") return { kind: "folder", folder: folderOf(url) };
  if (url.protocol === "s3:") return { kind: "s3", ...bucketOf(url) };
  throw wrong(`begins with '${url.protocol}', which is no kind of file store`);
}

function folderOf(url: URL): string {
  try {
    if (!url.search && !url.hash) return fileURLToPath(url);
  } catch {
    // A host, or something that no path can hold.
  }
  throw wrong("names no folder of this machine");
}

function bucketOf(url: URL): BucketAddress {
  const unknown = [...url.searchParams.keys()].find((name) => name !== "endpoint" && name !== "region");
  if (unknown !== undefined)
    throw wrong(
      `has the part '${unknown.slice(0, 40)}', which is not known`,
      "Only endpoint and region are. Credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    );
  const bucket = url.hostname;
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || url.port)
    throw wrong(`has '${bucket.slice(0, 80)}' in place of a bucket's name`);
  const parts = url.pathname.split("/").filter(Boolean);
  // Other characters are signed differently by different servers.
  if (!parts.every((part) => /^[\w.-]+$/.test(part)))
    throw wrong("has a prefix with other characters than letters, digits, '.', '-', '_' and '/'");
  const region = url.searchParams.get("region") ?? "us-east-1";
  if (!/^[a-z0-9-]{1,40}$/.test(region)) throw wrong("has a region that cannot be one");
  const endpoint = url.searchParams.get("endpoint") ?? `https://s3.${region}.amazonaws.com`;
  if (!URL.canParse(endpoint) || !/^https?:\/\/[^/@]+\/?$/.test(endpoint))
    throw wrong("has an endpoint that is no address such as 'https://s3.example.com'");
  return { bucket, prefix: parts.map((part) => `${part}/`).join(""), endpoint: new URL(endpoint), region };
}

function wrong(
  what: string,
  help = "Write 'file:///folder' for a folder that all machines share, or 's3://bucket/prefix?endpoint=https://s3.example.com&region=us-east-1'.",
): StepError {
  return new StepError({ message: `The address of the file store (DAGGR_FILES, --files) ${what}.`, help });
}
