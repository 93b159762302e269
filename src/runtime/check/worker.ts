import { setImmediate as turn } from "node:timers/promises";
import { parentPort } from "node:worker_threads";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type {
  LanguageCalls,
  LanguageEvent,
  LanguageHostCalls,
  LanguageStart,
  TextEdit,
} from "../protocol/language.ts";
import { surviveStrayFailures } from "../failures/stray-failures.ts";
import { Rpc, type Handlers } from "../rpc/rpc.ts";
import { portWire } from "../rpc/wires.ts";
import { LanguageServer } from "./server.ts";

if (parentPort === null) throw new Error("The language worker runs as a worker thread.");

let server: LanguageServer | undefined;

const running = (): LanguageServer => {
  if (server === undefined) throw new Error("The language worker was not started.");
  return server;
};

/** Questions wait for the messages that came before them in the queue: a newer text makes an older question void. */
async function current<T>(
  of: { readonly file: string; readonly version: number },
  signal: AbortSignal,
  answer: (server: LanguageServer) => T,
): Promise<Awaited<T> | undefined> {
  await turn();
  if (signal.aborted || running().versionOf(of.file) !== of.version) return undefined;
  return await answer(running());
}

/** Edits fit the text that they were made for and no other: making them may take a while. */
async function edits(...question: Parameters<typeof current<Made>>): Promise<Awaited<Made>> {
  const [of] = question;
  const made = await current<Made>(...question);
  return running().versionOf(of.file) === of.version ? made : undefined;
}
type Edits = readonly TextEdit[] | undefined;
type Made = Edits | Promise<Edits>;

const handlers: Handlers<LanguageCalls> = {
  start: (start: LanguageStart) => {
    server ??= new LanguageServer(start, {
      huggingFaceToken: () => rpc.remote.huggingFaceToken(null),
      login: (origin) => rpc.remote.login({ origin }),
      emit: (event) => rpc.emit(event),
    });
  },
  open: (document) => running().open(document),
  change: (document) => running().change(document),
  close: ({ file }) => running().close(file),
  filesChanged: ({ paths }) => running().filesChanged(paths),
  setTrusted: (trusted) => running().setTrusted(trusted),
  check: (of, signal) => current(of, signal, (one) => one.check(of.file)),
  outline: (of, signal) => current(of, signal, (one) => one.outline(of.file)),
  outlineOf: ({ file, text }) => running().outlineOf(file, text),
  complete: (at, signal) => current(at, signal, (one) => one.complete(at.file, at.position)),
  hover: (at, signal) => current(at, signal, (one) => one.hover(at.file, at.position)),
  links: (of, signal) => current(of, signal, (one) => one.links(of.file)),
  fixAll: (of, signal) => edits(of, signal, (one) => one.fixAll(of.file)),
  searchSpaces: ({ query }) => running().searchSpaces(query),
  endpoints: ({ space }) => running().endpoints(space),
  addNode: (to, signal) => edits(to, signal, (one) => one.addNode(to.file, to.node)),
  writeOutputs: (to, signal) => edits(to, signal, (one) => one.writeOutputs(to.file, to.node, to.result)),
  writeType: (to, signal) => edits(to, signal, (one) => one.writeType(to.file, to.node, to.type)),
  writeTypes: (to, signal) => current(to, signal, (one) => one.writeTypes(to)),
  apiChanged: ({ space }) => running().apiChanged(space),
  forget: (what) => running().forget(what),
  memory: () => {
    setFlagsFromString("--expose-gc");
    (runInNewContext("gc") as () => void)();
    return { heapUsed: getHeapStatistics().used_heap_size };
  },
};

const rpc: Rpc<LanguageHostCalls, LanguageCalls, never, LanguageEvent> = new Rpc<
  LanguageHostCalls,
  LanguageCalls,
  never,
  LanguageEvent
>(portWire(parentPort), handlers);

surviveStrayFailures((text) => rpc.emit({ type: "log", level: "error", text }));
