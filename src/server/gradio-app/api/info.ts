import type { Json } from "../../../runtime/values/value.ts";
import { gradioName } from "./component-config.ts";
import type { DescribedEndpoint, DescribedValue } from "./description.ts";
import { pythonType } from "./python-type.ts";

/** What Gradio answers to `/gradio_api/info`. */
export function infoOf(endpoints: readonly DescribedEndpoint[]): Json {
  const named = endpoints.map(
    ({ name, description, documented, parameters, returns }) =>
      [
        `/${name}`,
        {
          parameters: parameters.map((one) => ({
            ...typed(one, "additional_description"),
            parameter_name: one.name,
            parameter_has_default: one.default !== undefined,
            parameter_default: one.default ?? null,
            example_input: one.example,
          })),
          returns: returns.map((one) => typed(one, "description")),
          api_visibility: documented ? "public" : "undocumented",
          show_api: true,
          description,
        },
      ] as const,
  );
  return { named_endpoints: Object.fromEntries(named), unnamed_endpoints: {} };
}

function typed(
  { label, type, component }: DescribedValue,
  about: "description" | "additional_description",
): Readonly<Record<string, Json>> {
  const name = gradioName(component.component);
  return {
    label,
    type,
    python_type: { type: pythonType(type), description: type[about] ?? "" },
    // As Python's str.capitalize() has it.
    component: name.charAt(0).toUpperCase() + name.slice(1),
  };
}
