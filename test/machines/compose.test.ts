import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { Redis } from "ioredis";
import { parse } from "yaml";
import { findRedis } from "../../scripts/lib/debian.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { parseContentAddress } from "../../src/runtime/content/address.ts";
import { parseQueueAddress } from "../../src/runtime/queue/queue-address.ts";
import { workersCommands } from "../../src/terminal/declarations/workers.ts";
import { freePort } from "../support/ports.ts";
import { startProcess } from "../support/processes.ts";

interface Service {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const text = readFileSync(inRoot("docs", "compose.yaml"), "utf8");
const guide = readFileSync(inRoot("docs", "many-machines.md"), "utf8");
// The cast: the file is ours, and the tests below look at what they use.
const { services, volumes } = parse(text, { merge: true }) as Compose;
const workers = Object.entries(services).filter(([name]) => name.startsWith("worker-"));

/** The text with its variables as a person may set them. */
const withValues = (given: string) => given.replaceAll(/\$\{(\w+)(?::[?-][^}]*)?\}/g, "$1-value");

describe("The example of many machines", () => {
  it("has images of one major version, volumes that exist, and no port that others reach", () => {
    for (const [name, { image, ports = [], volumes: mounted = [], depends_on = [] }] of Object.entries(
      services,
    )) {
      assert.match(image, /:v?\d+/, name);
      for (const port of ports) assert.match(port, /^127\.0\.0\.1:/, name);
      for (const volume of mounted) assert.ok(volume.split(":")[0]! in volumes, volume);
      const needed = Array.isArray(depends_on) ? (depends_on as readonly string[]) : Object.keys(depends_on);
      for (const other of needed) assert.ok(other in services, other);
    }
  });

  it("names variables that the guide sets", () => {
    const used = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!));
    assert.ok(used.has("DAGGR_QUEUE_KEY"));
    for (const name of used) assert.match(guide, new RegExp(`^\\s*(echo )?"?${name}=`, "m"), name);
  });

  it("starts workers by commands and options that there are, in reach of the queue and the files", () => {
    assert.equal(workers.length, 2);
    const daggr = new Command();
    workersCommands(daggr, () => {});
    for (const [name, { command, environment = {} }] of workers) {
      const [npx, yes, program, called, ...options] = command;
      assert.deepEqual([npx, yes], ["npx", "--yes"]);
      assert.match(program!, /^daggr@/);
      const declared = daggr.commands.find((one) => one.name() === called);
      assert.ok(declared, name);
      assert.deepEqual(declared.parseOptions(options), { operands: [], unknown: [] }, name);
      const queue = new URL(parseQueueAddress(withValues(environment["DAGGR_QUEUE"]!)).url);
      assert.deepEqual([queue.hostname, queue.password], ["queue", "QUEUE_PASSWORD-value"]);
      const files = parseContentAddress(environment["DAGGR_FILES"]!);
      assert.equal(files.kind, "s3");
      assert.ok(environment["AWS_ACCESS_KEY_ID"] === services["files"]?.environment?.["ROOT_ACCESS_KEY"]);
    }
  });

  it("keeps what its queue acknowledged", async () => {
    const { command } = services["queue"]!;
    assert.equal(command[0], "valkey-server");
    const folder = await mkdtemp(join(tmpdir(), "daggr-compose-"));
    const port = await freePort();
    // Valkey's options are those of Redis.
    const server = await startProcess(
      findRedis()!,
      [...command.slice(1).map(withValues), "--port", String(port), "--bind", "127.0.0.1", "--dir", folder],
      { ready: /Ready to accept connections/ },
    );
    const client = new Redis({ host: "127.0.0.1", port, password: "QUEUE_PASSWORD-value" });
    try {
      for (const [name, value] of [
        ["appendonly", "yes"],
        ["appendfsync", "always"],
        ["maxmemory-policy", "noeviction"],
      ] as const) {
        assert.deepEqual(await client.config("GET", name), [name, value]);
        assert.ok(guide.includes(`\`${name} ${value}\``), name);
      }
    } finally {
      client.disconnect();
      await server.stop("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    }
  });
});
