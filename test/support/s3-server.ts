import { fileURLToPath } from "node:url";
import { pythonOf, s3Environment } from "../../scripts/lib/python.mjs";
import type { S3Credentials } from "../../src/runtime/content/s3-client.ts";
import { freePort } from "./ports.ts";
import { startProcess } from "./processes.ts";

/** A real S3 server (moto) on 127.0.0.1, with a bucket and a user whose signatures are checked. It keeps everything in memory. */
export interface S3Server {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly port: number;
  readonly bucket: string;
  readonly credentials: S3Credentials;
  /** The credentials as variables of the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Address of a file store in the bucket: `s3://…?endpoint=…`. */
  address(prefix: string): string;
  /** Each request as a line, such as `PUT /files/… 200`. */
  log(): string;
  stop(): Promise<void>;
}

export async function startS3(): Promise<S3Server> {
  const port = await freePort();
  const program = fileURLToPath(new URL("s3-server.py", import.meta.url));
  const server = await startProcess(pythonOf(s3Environment), [program], {
    ready: /^\{.*\}$/m,
    env: { PORT: String(port), PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1" },
  });
  const line = /^\{.*\}$/m.exec(server.log())?.[0] ?? "";
  // The cast: our own program wrote it.
  const { bucket, ...credentials } = JSON.parse(line) as S3Credentials & { readonly bucket: string };
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    port,
    bucket,
    credentials,
    env: {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    address: (prefix) => `s3://${bucket}/${prefix}?endpoint=${encodeURIComponent(endpoint)}`,
    log: server.log,
    stop: () => server.stop(),
  };
}
