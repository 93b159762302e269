import { typescript, type ts } from "../../typescript.ts";

/** Where the types are that a workspace need not install. */
export interface OwnTypes {
  /** `<dist>/types/daggr.d.ts` */
  readonly daggr: string;
  /** `<dist>/types`, whose `node_modules` hold Node's types. */
  readonly root: string;
}

export interface Resolution {
  readonly host: Required<
    Pick<ts.LanguageServiceHost, "resolveModuleNameLiterals" | "resolveTypeReferenceDirectiveReferences">
  >;
  /** Whether an import of this file led nowhere. */
  isUnresolved(path: string): boolean;
  /** Files were made or removed: look again. */
  forget(): void;
}

/**
 * Module resolution that falls back on our own types for `daggr` and Node. What a workspace installed itself wins, unless it
 * has no types.
 */
export function resolution(
  folder: string,
  system: ts.System,
  own: OwnTypes,
  options: () => ts.CompilerOptions,
): Resolution {
  const compiler = typescript();
  // The process's own folder has nothing to do with the workflow's.
  const here: ts.ModuleResolutionHost = { ...system, getCurrentDirectory: () => folder };
  const canonical = (name: string) => (system.useCaseSensitiveFileNames ? name : name.toLowerCase());
  let cache = compiler.createModuleResolutionCache(folder, canonical, options());
  const unresolved = new Set<string>();

  const host: Resolution["host"] = {
    resolveModuleNameLiterals(literals, containingFile, redirected, given) {
      unresolved.delete(containingFile);
      return literals.map((literal) => {
        const found = compiler.resolveModuleName(
          literal.text,
          containingFile,
          given,
          here,
          cache,
          redirected,
        );
        if (literal.text === "daggr" && !hasTypes(compiler, found.resolvedModule))
          return { resolvedModule: ownModule(own.daggr, compiler.Extension.Dts) };
        if (found.resolvedModule === undefined) unresolved.add(containingFile);
        return found;
      });
    },
    resolveTypeReferenceDirectiveReferences(references, containingFile, redirected, given) {
      // Our own declarations take Node's types from where the workflow does, so that they are not there twice.
      const from = containingFile.startsWith(`${own.root}/`) ? `${folder}/types.ts` : containingFile;
      return references.map((reference) => {
        const name = typeof reference === "string" ? reference : reference.fileName;
        const resolve = (options: ts.CompilerOptions) =>
          compiler.resolveTypeReferenceDirective(name, from, options, here, redirected);
        const found = resolve(given);
        if (found.resolvedTypeReferenceDirective !== undefined || name !== "node") return found;
        return resolve({ ...given, typeRoots: [`${own.root}/node_modules/@types`] });
      });
    },
  };
  return {
    host,
    isUnresolved: (path) => unresolved.has(path),
    forget: () => {
      cache = compiler.createModuleResolutionCache(folder, canonical, options());
    },
  };
}

function hasTypes(
  { Extension }: { readonly Extension: typeof ts.Extension },
  module: ts.ResolvedModuleFull | undefined,
): boolean {
  const without: readonly string[] = [Extension.Js, Extension.Mjs, Extension.Cjs, Extension.Jsx];
  return module !== undefined && !without.includes(module.extension);
}

function ownModule(resolvedFileName: string, extension: ts.Extension): ts.ResolvedModuleFull {
  return { resolvedFileName, extension, isExternalLibraryImport: true };
}
