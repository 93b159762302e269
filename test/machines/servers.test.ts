import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { findPostgres } from "../../scripts/lib/debian.mjs";
import { startPostgres, type PostgresServer } from "../support/postgres-server.ts";
import { isAlive } from "../support/processes.ts";
import { startRedis, type RedisServer } from "../support/redis-server.ts";

describe("The servers that the tests start", () => {
  describe("Redis", () => {
    let redis: RedisServer;
    before(async () => (redis = await startRedis()));
    after(() => redis.stop());

    it("keeps what it acknowledged when it is killed", async () => {
      const { pid } = redis;
      assert.equal(await askRedis(redis.port, "SET kept yes"), "+OK");
      await redis.restart();
      assert.notEqual(redis.pid, pid);
      assert.equal(await askRedis(redis.port, "GET kept"), "$3\r\nyes");
    });
  });

  describe("PostgreSQL", () => {
    let postgres: PostgresServer;
    before(async () => (postgres = await startPostgres()));
    after(() => postgres.stop());

    it("keeps what it acknowledged when it is killed", async () => {
      await askPostgres(postgres.url, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('yes')");
      await postgres.restart();
      assert.equal(await askPostgres(postgres.url, "SELECT word FROM kept"), "yes");
    });

    it("leaves no process when it is stopped", async () => {
      const other = await startPostgres();
      const { pid } = other;
      assert.ok(isAlive(pid));
      await other.stop();
      assert.ok(!isAlive(pid));
    });
  });
});

/** One command of Redis's inline form. */
function askRedis(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${command}\r\nQUIT\r\n`));
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.on("error", reject);
    socket.on("close", () => resolve(answer.replace(/\r\n\+OK\r\n$/, "")));
  });
}

async function askPostgres(url: string, command: string): Promise<string> {
  const psql = join(findPostgres() ?? "", "psql");
  return (
    await promisify(execFile)(psql, ["-qtA", "-v", "ON_ERROR_STOP=1", "-c", command, url])
  ).stdout.trim();
}
