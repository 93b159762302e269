import assert from "node:assert/strict";
import { MessageChannel } from "node:worker_threads";
import { Rpc, type Handlers } from "../../../src/runtime/rpc/rpc.ts";
import { portWire } from "../../../src/runtime/rpc/wires.ts";

type Server = {
  double(value: number): number;
  fail(nothing: null): never;
  wait(nothing: null): string;
};
type Nothing = Record<never, never>;

describe("the connection between processes", () => {
  let close: () => void = () => {};
  afterEach(() => {
    close();
  });

  function connect(handlers: Partial<Handlers<Server>> = {}) {
    const { port1, port2 } = new MessageChannel();
    close = () => {
      port1.close();
      port2.close();
    };
    const all: Handlers<Server> = {
      double: (value) => value * 2,
      fail: () => {
        throw Object.assign(new Error("No luck."), { failure: { message: "No luck.", help: "Try again." } });
      },
      wait: (_nothing, signal) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            resolve("stopped");
          });
        }),
      ...handlers,
    };
    const events: string[] = [];
    const server = new Rpc<Nothing, Server, never, string>(portWire(port2), all);
    const client = new Rpc<Server, Nothing, string>(portWire(port1), {}, (event) => events.push(event));
    return { client, server, events };
  }

  it("carries calls, replies and events", async () => {
    const { client, server, events } = connect();
    server.emit("hello");
    assert.equal(await client.remote.double(21), 42);
    assert.deepEqual(events, ["hello"]);
  });

  it("hands its remote through an async function without calling the other side", async () => {
    const { client } = connect();
    const remote = await (async () => Promise.resolve(client.remote))();
    assert.equal(await remote.double(1), 2);
  });

  it("carries errors with their data", async () => {
    const { client } = connect();
    await assert.rejects(client.remote.fail(null), (error: Error & { failure?: { help: string } }) => {
      assert.equal(error.message, "No luck.");
      assert.equal(error.failure?.help, "Try again.");
      return true;
    });
  });

  it("cancels", async () => {
    const { client } = connect();
    const abort = new AbortController();
    const waiting = client.remote.wait(null, abort.signal);
    abort.abort();
    assert.equal(await waiting, "stopped");
  });

  it("answers nothing that is not among its calls", async () => {
    const { client } = connect();
    const remote = client.remote as unknown as Record<string, (argument: null) => Promise<unknown>>;
    for (const name of ["nothing", "constructor", "toString", "__proto__"])
      await assert.rejects(remote[name]!(null), /Unknown call/);
  });

  it("fails alone what cannot cross, whatever travels with it", async () => {
    const { client } = connect({ double: (value) => (value === 2 ? () => value : value * 2) as number });
    const both = await Promise.allSettled([client.remote.double(1), client.remote.double(2)]);
    const uncloneable = client.remote.double((() => 3) as unknown as number);
    const one = client.remote.double(4);
    assert.deepEqual(
      both.map(({ status }) => status),
      ["fulfilled", "rejected"],
    );
    await assert.rejects(uncloneable, /could not be cloned/);
    assert.equal(await one, 8);
  });

  it("leaves no call hanging when the other side goes", async () => {
    const { client } = connect();
    const waiting = client.remote.wait(null);
    close();
    await assert.rejects(waiting, /gone/);
    await assert.rejects(client.remote.double(1), /gone/);
  });
});
