import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pythonOf } from "../../scripts/lib/python.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { componentNames, type ComponentName } from "../../src/runtime/components/description.ts";
import { gradioName } from "../../src/server/gradio-app/api/component-config.ts";
import { pythonType } from "../../src/server/gradio-app/api/python-type.ts";
import { typeOf, type Schema } from "../../src/server/gradio-app/api/value-types.ts";
import type { Json } from "../../src/runtime/values/value.ts";

type Said = readonly [python: string, type: Schema, name: string];

/** What is only said of a type, and not part of it. */
const words = new Set(["title", "description", "additional_description", "$defs", "default"]);

/** A type without words and references, its fields in the order of their names. */
function plain(type: Json, definitions: Readonly<Record<string, Json>>): Json {
  if (Array.isArray(type)) return (type as readonly Json[]).map((part) => plain(part, definitions));
  if (typeof type !== "object" || type === null) return type;
  const fields = type as Schema;
  const { $ref: reference } = fields;
  if (typeof reference === "string")
    return plain(definitions[reference.split("/").at(-1)!] ?? null, definitions);
  const entries = Object.entries(fields).flatMap(([name, part]) => {
    if (name === "properties") {
      const named = Object.entries(part as Schema).map(([field, one]) => [field, plain(one, definitions)]);
      return [[name, Object.fromEntries(named) as Schema] as const];
    }
    return words.has(name) ? [] : [[name, plain(part, definitions)] as const];
  });
  return Object.fromEntries(entries);
}

describe("types of components, beside Gradio's own", function () {
  this.timeout(60_000);
  let said: Readonly<Record<ComponentName, Said>>;
  before(async () => {
    const script = inRoot("test", "support", "component-types.py");
    const { stdout } = await promisify(execFile)(pythonOf("gradio-6"), [script, ...componentNames], {
      env: { ...process.env, HF_HUB_OFFLINE: "1", GRADIO_ANALYTICS_ENABLED: "False" },
    });
    said = JSON.parse(stdout.trim().split("\n").at(-1)!) as typeof said;
  });

  for (const name of componentNames)
    it(`${name} has the type that Gradio gives it`, () => {
      const [, type, word] = said[name];
      const options = { choices: ["a", "b"] };
      const own = typeOf({ component: name, options });
      assert.deepEqual(plain(own, {}), plain(type, (type["$defs"] ?? {}) as Schema));
      assert.equal(gradioName(name), word);
    });

  for (const name of componentNames)
    it(`${name} is written in Python's types as by Gradio`, () => {
      const [python] = said[name];
      // Gradio writes what a field means behind it.
      const withoutWords = python.replace(/ \((?!filepath)[^()]*\)/g, "");
      assert.equal(pythonType(typeOf({ component: name, options: { choices: ["a", "b"] } })), withoutWords);
    });
});
