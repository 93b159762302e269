// @ts-check
// BullMQ with the client of PostgreSQL that it is given, in one bundle.
export {
  createPostgresBackend,
  Queue,
  QueueEvents,
  QueueEventsProducer,
  runMigrations,
  Worker,
} from "bullmq";
export { Pool } from "pg";
