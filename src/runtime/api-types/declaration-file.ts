import type { ApiInfo } from "../gradio/schema/api-info.ts";
import { spaceDeclaration } from "./declaration.ts";
import { valueTypeImport } from "./value-types.ts";

/** What the interface `Spaces` says of each Space, by the Space's name. */
export type Declarations = ReadonlyMap<string, string>;

/** Such declarations with those of these Spaces in place of older ones. A Space that cannot be declared has none. */
export function withSpaces(before: Declarations, apis: Iterable<ApiInfo>): Declarations {
  const declarations = new Map(before);
  for (const api of apis) {
    const text = spaceDeclaration(api);
    if (text === undefined) declarations.delete(api.space);
    else declarations.set(api.space, text);
  }
  return declarations;
}

/**
 * The declaration file of a folder. All Spaces are in one interface of one file: TypeScript looks at each file, and joins all interfaces
 * of a name, again after each key press.
 */
export function declarationFile(declarations: Declarations): string {
  const members = [...declarations].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  return `// Written by "daggr types". Changes are lost when it is written again.
${valueTypeImport}
declare module "daggr" {
  interface Spaces {
${members.join("\n")}
  }
}
`;
}

/** What a declaration file says of each Space. An earlier version wrote a file for each Space, and these are read as well. */
export function readDeclarations(text: string): Declarations {
  const members = text.matchAll(/^ {4}("[^\n]*"): \{\n[^]*?\n {4}\};$/gm);
  return new Map([...members].map(([member, name]) => [String(JSON.parse(name!)), member]));
}
