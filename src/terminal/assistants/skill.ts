import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { textOf } from "./configuration.ts";

const begin = "<!-- daggr: begin -->";
const end = "<!-- daggr: end -->";

/** Writes what assistants need to know of workflows into a folder: as a skill, and as a section of AGENTS.md. Gives the paths. */
export async function writeSkill(folder: string, dist: string): Promise<readonly string[]> {
  const text = await readFile(join(dist, "skills", "daggr", "SKILL.md"), "utf8");
  const skill = join(folder, ".claude", "skills", "daggr", "SKILL.md");
  await mkdir(dirname(skill), { recursive: true });
  await writeFile(skill, text);
  const agents = join(folder, "AGENTS.md");
  await writeFile(agents, withSection(await textOf(agents), sectionOf(text)));
  return [skill, agents];
}

/** What a skill says, as a part of a larger text. */
function sectionOf(skill: string): string {
  return skill.replace(/^---\n.*?\n---\n\n/s, "").replace(/^# /, "## ");
}

/** The text with the section in it, in place of an earlier one. */
export function withSection(text: string, section: string): string {
  const marked = `${begin}\n\n${section.trim()}\n\n${end}\n`;
  const [before, rest] = [text.indexOf(begin), text.indexOf(end)];
  if (before >= 0 && rest > before)
    return `${text.slice(0, before)}${marked}${text.slice(rest + end.length).replace(/^\n/, "")}`;
  const kept = text.trimEnd();
  return `${kept}${kept === "" ? "" : "\n\n"}${marked}`;
}
