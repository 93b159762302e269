import type { createPostgresBackend, WorkerOptions } from "bullmq";

/** What the parts of BullMQ take for the server at an address. */
export interface BullMqServer {
  readonly connection: WorkerOptions["connection"];
  /** The last argument of each part. */
  readonly backend: readonly [undefined];
}

/** The casts: BullMQ types its parts by their back end, and their options for Redis. */
export function serverOf(address: string, postgres: typeof createPostgresBackend): BullMqServer {
  const isRedis = address.startsWith("redis:");
  const connection = isRedis
    ? { url: address, maxRetriesPerRequest: null }
    : { connectionString: address, max: 4 };
  return {
    connection: connection,
    backend: [(isRedis ? undefined : postgres) as unknown as undefined],
  };
}
