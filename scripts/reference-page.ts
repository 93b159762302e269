// Makes docs/reference.md of its template, the doc comments of the module's types, and docs/examples.
import { readFileSync } from "node:fs";
import { inRoot } from "./lib/paths.mjs";
import { componentRows, sharedOptions, shownOnly } from "./reference/components.ts";
import { aboutOf, membersOf, optionsOf, sharedOptionsOf, type Documented } from "./reference/options.ts";

/** What stands in the template between double braces. */
const parts: Readonly<Record<string, (...names: readonly string[]) => string>> = {
  /** A node's own options, below its name. */
  options: (maker = "") => `### \`${maker}\`\n\n${optionTable(optionsOf(maker))}${sharedLine(maker)}`,
  /** The same, with what its doc comment says of it. */
  described: (maker = "") =>
    `### \`${maker}\`\n\n${aboutOf(maker)}\n\n${optionTable(optionsOf(maker))}${sharedLine(maker)}`,
  /** The options that interfaces declare themselves. */
  own: (...names) => optionTable(names.flatMap(membersOf)),
  members: (name = "") => memberTable(membersOf(name)),
  components: () =>
    `${table(["Component", "Value", "Its options"], componentRows())}\n\n${sharedOptions()}\n${shownOnly()} only show a value: they are no inputs.`,
  example: (name = "") => `\`\`\`ts\n${readFileSync(inRoot("docs/examples", `${name}.ts`), "utf8")}\`\`\``,
};

export function referencePage(): string {
  const template = readFileSync(inRoot("scripts/reference/template.md"), "utf8");
  const page = template.replaceAll(
    /^\{\{(?!contents)(\w+)( [\w ]+)?\}\}$/gm,
    (_, part: string, names: string = "") => {
      const make = parts[part];
      if (!make) throw new Error(`The template names '${part}', which is no part.`);
      return make(...names.trim().split(" "));
    },
  );
  return page.replace("{{contents}}", contentsOf(page));
}

/** A line for each section, with what its first paragraph says. */
function contentsOf(page: string): string {
  const [, ...sections] = page.split(/^## /m);
  return sections
    .map((section) => {
      const [title = "", , about = ""] = section.split("\n");
      return `- [${title}](#${title.toLowerCase()}): ${about}`;
    })
    .join("\n");
}

function optionTable(options: readonly Documented[]): string {
  const rows = options.map(({ name, type, optional, byDefault, meaning }) => [
    `\`${name}\``,
    `\`${type}\``,
    byDefault ?? (optional ? "none" : "needed"),
    meaning,
  ]);
  return table(["Option", "Type", "Default", "Meaning"], rows);
}

function memberTable(members: readonly Documented[]): string {
  const rows = members.map(({ name, type, meaning }) => [
    type.startsWith("(") ? `\`${name}${type}\`` : `\`${name}\``,
    meaning,
  ]);
  return table(["Member", "Meaning"], rows);
}

const sharedNames = {
  step: "`name`, `timeout`, `cacheFor`, `fallback` and `retries`",
  work: "`name`, `timeout`, `cacheFor` and `fallback`",
  node: "`name`",
} as const;

function sharedLine(maker: string): string {
  const names = sharedOptionsOf(maker);
  return names ? `\n\nIt also takes ${sharedNames[names]}: see [Nodes](#nodes).` : "";
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}
