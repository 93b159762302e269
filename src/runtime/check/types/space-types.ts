import { createHash } from "node:crypto";
import type { ApiInfo } from "../../gradio/schema/api-info.ts";
import type { ts } from "../../typescript.ts";
import { parameterType, returnType, valueTypeImport } from "../../api-types/value-types.ts";

/** The declaration file of one Space, which exists only in the checker's program. */
export interface SpaceTypes {
  readonly fileName: string;
  readonly text: string;
}

/** A Space's endpoints as TypeScript types. */
export function spaceTypes(api: ApiInfo): SpaceTypes {
  const hash = createHash("sha256").update(api.space).digest("hex").slice(0, 16);
  const endpoints = api.endpoints.map(({ name, parameters, returns }) => {
    const takes = parameters.map((one) => `    ${JSON.stringify(one.name)}: (${parameterType(one)}) | null;`);
    const gives = returns.map((one) => returnType(one));
    return `  ${JSON.stringify(String(name))}: {\n  parameters: {\n${takes.join("\n")}\n  };\n  returns: [${gives.join(", ")}];\n  };`;
  });
  return {
    fileName: `.daggr-space-${hash}.d.ts`,
    text: `${valueTypeImport}
export interface Endpoints {
${endpoints.join("\n")}
}
`,
  };
}

/** Looks types of endpoints up in a program. */
export class EndpointTypes {
  readonly #checker: ts.TypeChecker;

  constructor(
    private readonly program: ts.Program,
    /** Paths of the declaration files by Space. */
    private readonly files: ReadonlyMap<string, string>,
  ) {
    this.#checker = program.getTypeChecker();
  }

  parameter(space: string, endpoint: string | number, name: string): ts.Type | undefined {
    const parameters = this.#part(space, endpoint, "parameters");
    return parameters && this.#property(parameters, name);
  }

  returns(space: string, endpoint: string | number): readonly ts.Type[] | undefined {
    const tuple = this.#part(space, endpoint, "returns");
    return tuple && this.#checker.isTupleType(tuple)
      ? this.#checker.getTypeArguments(tuple as ts.TypeReference)
      : undefined;
  }

  #part(space: string, endpoint: string | number, part: "parameters" | "returns"): ts.Type | undefined {
    const path = this.files.get(space);
    const file = path === undefined ? undefined : this.program.getSourceFile(path);
    const module = file && this.#checker.getSymbolAtLocation(file);
    const endpoints =
      module && this.#checker.getExportsOfModule(module).find((one) => one.name === "Endpoints");
    const found =
      endpoints && this.#property(this.#checker.getDeclaredTypeOfSymbol(endpoints), String(endpoint));
    return found && this.#property(found, part);
  }

  #property(type: ts.Type, name: string): ts.Type | undefined {
    const symbol = type.getProperty(name);
    return symbol && this.#checker.getTypeOfSymbol(symbol);
  }
}
