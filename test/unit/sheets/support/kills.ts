import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { bundleProgram, SaidSaved, SavingProcess } from "./saving-process.ts";

/**
 * Starts processes that save without pause, one or two at a time on the same sheet, kills them at a random moment, and
 * looks whether everything is there that any of them, now or before, said was saved. Gives the number of such saves.
 */
export async function killWhileSaving(
  kills: number,
  log: (line: string) => void = () => {},
): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), "daggr-kill-"));
  try {
    const program = await bundleProgram("saver", root);
    const folder = join(root, "sheets");
    const saved = new SaidSaved();
    for (let kill = 0; kill < kills;) {
      const writers = Math.min(kills - kill, kill % 3 === 2 ? 2 : 1);
      const names = Array.from({ length: writers }, (_, index) => `w${kill + index}`);
      const lines = (await Promise.all(names.map((name) => saveUntilKilled(program, folder, name)))).flat();
      kill += writers;
      for (const line of lines) saved.note(line);
      await saved.checkFolder(folder, `after ${kill} kills`);
      if (kill % 50 < writers) log(`${kill} kills, ${saved.count} saves, nothing lost`);
    }
    return saved.count;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The whole lines that a process said until it was killed. */
async function saveUntilKilled(program: string, folder: string, name: string): Promise<string[]> {
  const saver = new SavingProcess(program, folder, name);
  // The first save starts the clock: a process that was killed before says nothing about the store.
  await saver.saying(1);
  await wait(Math.random() ** 2 * 400);
  assert.equal(await saver.end("SIGKILL"), "SIGKILL", `${name} ended by itself: ${saver.lines.at(-1)}`);
  return saver.lines;
}
