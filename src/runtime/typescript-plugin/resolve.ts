import type { ts } from "../typescript.ts";

type Host = Pick<
  ts.LanguageServiceHost,
  "resolveModuleNameLiterals" | "resolveTypeReferenceDirectiveReferences"
>;

/**
 * Answers for `daggr` with the extension's own declarations where it did not resolve, or resolved to a package without types,
 * and for the Node types that these declarations ask for where the workspace has none.
 *
 * @param types folder of `daggr.d.ts`, and of Node's types in its `node_modules`
 */
export function resolveDaggr(host: Host, types: string): void {
  const folder = types.replaceAll("\\", "/");
  const declarations = `${folder}/daggr.d.ts`;

  const modules = host.resolveModuleNameLiterals?.bind(host);
  host.resolveModuleNameLiterals =
    modules &&
    ((literals, ...rest) =>
      modules(literals, ...rest).map((found, index) => {
        if (literals[index]!.text !== "daggr" || hasTypes(found.resolvedModule)) return found;
        return { ...found, resolvedModule: declarationFile(declarations) };
      }));

  const references = host.resolveTypeReferenceDirectiveReferences?.bind(host);
  host.resolveTypeReferenceDirectiveReferences =
    references &&
    ((wanted, containingFile, ...rest) =>
      references(wanted, containingFile, ...rest).map((found) => {
        if (found.resolvedTypeReferenceDirective || !isSame(containingFile, declarations)) return found;
        const resolvedFileName = `${folder}/node_modules/@types/node/index.d.ts`;
        return {
          ...found,
          resolvedTypeReferenceDirective: { primary: false, resolvedFileName, isExternalLibraryImport: true },
        };
      }));
}

function hasTypes(found: ts.ResolvedModuleFull | undefined): boolean {
  return found !== undefined && !/^\.[cm]?jsx?$/.test(found.extension);
}

function declarationFile(resolvedFileName: string): ts.ResolvedModuleFull {
  return { resolvedFileName, extension: ".d.ts", isExternalLibraryImport: true };
}

/** The server may spell a path in lower case where the file system does not care. */
function isSame(one: string, other: string): boolean {
  return one === other || one.toLowerCase() === other.toLowerCase();
}
