// The components as the reference lists them: what each carries, and its options.
import { commonOptions, inputOptions } from "../../src/runtime/components/option.ts";
import { componentSpecs } from "../../src/runtime/components/registry.ts";
import type { ComponentSpec } from "../../src/runtime/components/spec.ts";

/** Names that take the same options share a row. */
export function componentRows(): readonly (readonly string[])[] {
  const rows = new Map<string, { readonly names: string[]; readonly spec: ComponentSpec }>();
  for (const spec of componentSpecs) {
    const key = JSON.stringify([spec.value.about, ownOptions(spec)]);
    const row = rows.get(key);
    if (row) row.names.push(spec.name);
    else rows.set(key, { names: [spec.name], spec });
  }
  return [...rows.values()].map(({ names, spec }) => [
    names.map((name) => `\`${name}\``).join(", "),
    valueOf(spec),
    ownOptions(spec).join(", "),
  ]);
}

/** The components that only show a value. */
export function shownOnly(): string {
  return listed(componentSpecs.filter(({ input }) => !input).map(({ name }) => name));
}

/** What every component takes, then what those take that can be filled in. */
export function sharedOptions(): string {
  const common = Object.keys(commonOptions);
  const filled = Object.keys(inputOptions).filter((name) => !common.includes(name));
  return `Every component also takes ${listed(common)}; those that can be filled in also ${listed(filled)}.`;
}

/** What it carries; paths have types that nobody needs to write. */
function valueOf({ value: { type, about } }: ComponentSpec): string {
  return type.includes("File") ? about : `\`${type}\`: ${about}`;
}

/** The types that their names do not tell: texts to choose from. */
function ownOptions({ options }: ComponentSpec): readonly string[] {
  return Object.entries(options)
    .filter(([name]) => !(name in inputOptions))
    .map(([name, { type }]) =>
      /^\(?"/.test(type) && type.length < 90 ? `\`${name}: ${type}\`` : `\`${name}\``,
    );
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}
