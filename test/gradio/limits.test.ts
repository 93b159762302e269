import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { pythonOf } from "../../scripts/lib/python.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import type { ComponentDescription, ComponentName } from "../../src/runtime/components/description.ts";
import { misfit } from "../../src/runtime/components/misfit.ts";
import type { Json, Value } from "../../src/runtime/values/value.ts";

type Case = readonly [ComponentName, ComponentDescription["options"], Json];

const choices = ["small", "large"];
const bounds = { minimum: 1, maximum: 10 };
const cases: readonly Case[] = [
  ...[0, 1, 5.5, 10, 11].flatMap((value): Case[] => [
    ["Slider", bounds, value],
    ["Number", bounds, value],
    ["Number", { minimum: 1 }, value],
    ["Number", { maximum: 10 }, value],
  ]),
  ...[-1, 0, 100, 101].map((value): Case => ["Slider", {}, value]),
  // Steps are the page's.
  ["Slider", { ...bounds, step: 2 }, 2],
  ...["small", "larg", 1].flatMap((value): Case[] => [
    ["Dropdown", { choices }, value],
    ["Dropdown", { choices, allowCustomValue: true }, value],
    ["Radio", { choices }, value],
    ["CheckboxGroup", { choices }, [value]],
    ["Dropdown", { choices, multiselect: true }, [value]],
  ]),
  ["Dropdown", { choices, multiselect: true, maxChoices: 1 }, ["small", "large"]],
  ["Textbox", { maxLength: 3 }, "long text"],
  ...["a.png", "a.PNG", "a.csv", "png", ".png", "a"].flatMap((value): Case[] => [
    ["File", { fileTypes: [".png"] }, value],
    ["File", { fileTypes: ["image"] }, value],
    ["File", { fileTypes: ["text", "file"] }, value],
    ["MultimodalTextbox", { fileTypes: ["image", ".csv"] }, value],
  ]),
];

/** The value as the engine has it once its files were taken in. */
function taken(component: ComponentName, value: Json): Value {
  const file = { $file: "0".repeat(64), name: typeof value === "string" ? value : "", mime: "", size: 1 };
  if (component === "File") return file;
  return component === "MultimodalTextbox" ? { text: "", files: [file] } : value;
}

describe("limits of components in calls, beside Gradio's own", function () {
  this.timeout(60_000);

  it("refuse what Gradio refuses, and nothing else", () => {
    const { stdout, stderr } = spawnSync(
      pythonOf("gradio-6"),
      [inRoot("test", "support", "component-limits.py")],
      {
        input: JSON.stringify(cases),
        encoding: "utf8",
        env: { ...process.env, HF_HUB_OFFLINE: "1", GRADIO_ANALYTICS_ENABLED: "False" },
      },
    );
    const said = JSON.parse(stdout.trim().split("\n").at(-1) ?? stderr) as (string | null)[];
    const compared = cases.map(([component, options, value], at) => ({
      case: `${component} ${JSON.stringify(options)}: ${JSON.stringify(value)}`,
      refused: said[at] !== null,
    }));
    assert.deepEqual(
      cases.map(([component, options, value], at) => ({
        case: compared[at]!.case,
        refused: misfit({ component, options }, taken(component, value)) !== undefined,
      })),
      compared,
    );
    assert.ok(compared.some(({ refused }) => refused) && compared.some(({ refused }) => !refused));
  });
});
