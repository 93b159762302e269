import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testToken } from "../../support/hub.ts";
import { eventually } from "../../support/eventually.ts";
import { fakeServices } from "./fake-services.ts";
import { readGolden } from "./golden.ts";
import { serveServices, type ServedServices } from "./served-services.ts";
import { lsp } from "./ways/lsp.ts";
import { mcp } from "./ways/mcp.ts";
import { problems } from "./ways/problems.ts";
import { terminal } from "./ways/terminal.ts";
import type { Said, Way, WorkflowFile } from "./ways/way.ts";

const root = join(import.meta.dirname, "../../..");
const goldens = join(root, "test/golden/check");

/** Milliseconds until a program has checked what was opened before a file as well. */
const patience = 120_000;

/** Rules whose cases are in one folder: what the assistants' tool says of one has to fit into an answer. */
const rulesTogether = 4;

/** All are compared with the first one. */
const ways: readonly Way[] = [terminal, lsp, problems, mcp];

/** Every golden case says the same whoever is asked, by the programs as people start them. */
describe("the terminal, the language server, Problems and the assistants' tool", function () {
  this.timeout(600_000);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "daggr-agreement-")));
  let services: ServedServices;
  before(async () => {
    services = await serveServices(fakeServices);
  });
  after(async () => {
    await services.stop();
    rmSync(folder, { recursive: true });
  });

  const cases = readdirSync(goldens).flatMap((name, at) =>
    readGolden(join(goldens, name)).map((one, place) => {
      const within = `rules-${Math.floor(at / rulesTogether)}`;
      const file = `${name.replace(".golden", "")}-${place + 1}.ts`;
      return { ...one, file: { path: write(folder, within, file, one.title, one.code), code: one.code } };
    }),
  );

  for (const [network, asked] of [
    ["with network", cases.filter(({ title }) => !title.startsWith("offline"))],
    ["without network", cases.filter(({ title }) => title.startsWith("offline"))],
  ] as const)
    it(`say the same of every golden case, ${network}`, async () => {
      const env = {
        HF_ENDPOINT: network === "with network" ? services.hub.url : "http://127.0.0.1:9",
        HF_TOKEN: testToken,
        DAGGR_CACHE: join(folder, "cache", network),
      };
      const files = asked.map(({ file }) => file);
      const [terminalFirst, ...others] = ways;
      const expected = await answersOf(terminalFirst!, env, files);
      const wrong = asked.filter(({ kind }) => kind === "wrong");
      assert.deepEqual(
        wrong.filter(
          ({ file, title }) => !title.startsWith("installed") && expected.get(file.path)?.length === 0,
        ),
        [],
        "each wrong workflow has a problem",
      );
      for (const way of others) await assertAgrees(way, env, files, expected);
    });

  async function answersOf(way: Way, env: Readonly<Record<string, string>>, files: readonly WorkflowFile[]) {
    const program = await way.start(env, files);
    try {
      const answers = new Map<string, readonly Said[]>();
      for (const file of files) answers.set(file.path, await program.diagnostics(file));
      return answers;
    } finally {
      await program.stop();
    }
  }

  async function assertAgrees(
    way: Way,
    env: Readonly<Record<string, string>>,
    files: readonly WorkflowFile[],
    expected: ReadonlyMap<string, readonly Said[]>,
  ): Promise<void> {
    const program = await way.start(env, files);
    const agrees = async (file: WorkflowFile) => {
      const wanted = (expected.get(file.path) ?? []).filter(
        ({ code }) => way.typeErrors || !/^ts\d+$/.test(code),
      );
      const says = `${way.title} says of ${file.path} what the terminal says`;
      await eventually(
        says,
        async () => {
          assert.deepEqual(await program.diagnostics(file), wanted);
        },
        patience,
      );
    };
    try {
      // Scripts that are open together share their names; modules do not, and are quicker together.
      for (const script of files.filter(({ code }) => !isModule(code))) {
        await program.open(script);
        await agrees(script);
        await program.close(script);
      }
      const modules = files.filter(({ code }) => isModule(code));
      for (const file of modules) await program.open(file);
      for (const file of modules) await agrees(file);
    } finally {
      await program.stop();
    }
  }
});

function isModule(code: string): boolean {
  return /^(import|export)\b/m.test(code);
}

/** A case in a folder with others; where its title says so, with that version of daggr installed. */
function write(folder: string, within: string, name: string, title: string, code: string): string {
  const installed = /^installed ([^\s,]+)/.exec(title)?.[1];
  const own = join(folder, installed === undefined ? "files" : installed);
  const daggr = join(own, "node_modules/daggr");
  if (installed !== undefined) {
    mkdirSync(daggr, { recursive: true });
    const manifest = { name: "daggr", version: installed, types: "index.d.ts" };
    writeFileSync(join(daggr, "package.json"), JSON.stringify(manifest));
    cpSync(join(root, "dist/types/daggr.d.ts"), join(daggr, "index.d.ts"));
  }
  mkdirSync(join(own, within), { recursive: true });
  const path = join(own, within, name);
  writeFileSync(path, code);
  return path;
}
