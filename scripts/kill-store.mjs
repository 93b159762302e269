// @ts-check
// Kills processes that save to the sheet store without pause, 1,000 times or as often as the argument says, and looks each
// time whether everything is there that was reported as saved.
import { register } from "tsx/esm/api";

register();
const { killWhileSaving } = await import("../test/unit/sheets/support/kills.ts");
const kills = Number(process.argv[2] ?? 1000);
const saves = await killWhileSaving(kills, (line) => console.log(line));
console.log(`${kills} kills, ${saves} saves, nothing lost`);
