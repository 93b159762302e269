// Writes docs/components.md from the table of components. A test holds that the page is current.
import { mkdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { exampleValue } from "../src/runtime/components/component-queries.ts";
import type { ComponentSpec } from "../src/runtime/components/spec.ts";
import { commonOptions, inputOptions } from "../src/runtime/components/option.ts";
import { componentSpecs } from "../src/runtime/components/registry.ts";
import { inRoot } from "./lib/paths.mjs";

const page = inRoot("docs/components.md");

const head = `# Components

<!-- Made by scripts/components-page.ts from the table in src/runtime/components: change that, not this page. -->

A component says how an input or an output looks on the canvas: \`gr.Textbox({ label: "Prompt", lines: 3 })\`. The names and
options are Gradio's own, in camelCase. A component as an input of a node is an input on the canvas; as an output it shows the
result.

A file is a path wherever a workflow sees one; relative paths start at the workflow file's folder. \`null\` is "nothing", or
"nothing yet", and fits every component; as the option \`value\` it lets an input begin empty. \`exampleValue()\` gives a typical
value, in which files are data URLs: it is what testing a node uses for inputs that are not given.
`;

export function componentsPage(): string {
  return [
    head,
    `## What each carries\n\n${table(["Component", "Input", "Value", "Meaning"], componentSpecs.map(summary))}`,
    `## Options\n\nEvery component takes ${optionList(commonOptions)}. Those that can be filled in also take ${optionList(own(inputOptions, commonOptions))}.\n`,
    ...componentSpecs.map(section),
  ].join("\n");
}

function summary(spec: ComponentSpec): string[] {
  return [
    `[\`${spec.name}\`](#${spec.name.toLowerCase()})`,
    spec.input ? "yes" : "",
    code(spec.value.type),
    cell(spec.value.about),
  ];
}

function section(spec: ComponentSpec): string {
  const known = spec.input ? { ...commonOptions, ...inputOptions } : commonOptions;
  const options = Object.entries(own(spec.options, known));
  const example = JSON.stringify(exampleValue({ component: spec.name, options: sampleOptions(spec) }));
  const shown = example.replace(/"data:([a-z0-9/-]+);base64,[^"]*"/g, '"data:$1;base64,…"');
  return [
    `### ${spec.name}\n\n${spec.about} Value: ${spec.value.about}. Such as \`${shown}\`.\n`,
    table(
      ["Option", "Type"],
      options.map(([name, option]) => [code(name), code(option.type)]),
    ),
  ].join("\n");
}

/** Choices give an example only where there are some. */
function sampleOptions(spec: ComponentSpec): Record<string, string[]> {
  return "choices" in spec.options ? { choices: ["first", "second"] } : {};
}

function own<T extends object>(options: T, known: object): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !(name in known))) as Partial<T>;
}

function optionList(options: object): string {
  const names = Object.keys(options).map((name) => `\`${name}\``);
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return `${[line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n")}\n`;
}

function code(text: string): string {
  return cell(`\`${text}\``);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

if (import.meta.url === pathToFileURL(process.argv[1]!).href) {
  mkdirSync(inRoot("docs"), { recursive: true });
  writeFileSync(page, componentsPage());
}
