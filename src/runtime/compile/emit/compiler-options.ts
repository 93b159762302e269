import { extname } from "node:path";
import { type ts, typescript } from "../../typescript.ts";
import type { EmitOptions } from "../resolve/tsconfig.ts";

/** Those of a configuration's options that can change what one module does, so that others do not make its results stale. */
export function optionsThatMatter(path: string, text: string, given: EmitOptions): EmitOptions {
  const { jsx, jsxFactory, jsxFragmentFactory, jsxImportSource, reactNamespace, verbatimModuleSyntax } =
    given;
  const { experimentalDecorators, emitDecoratorMetadata, useDefineForClassFields, strictNullChecks } = given;
  const hasJsx = [".tsx", ".jsx"].includes(extname(path));
  const hasClasses = /\bclass\b/.test(text);
  const metadata = hasClasses && experimentalDecorators === true && emitDecoratorMetadata === true;
  const wanted: EmitOptions = {
    ...(hasJsx && { jsx, jsxFactory, jsxFragmentFactory, jsxImportSource, reactNamespace }),
    ...(hasClasses && experimentalDecorators === true && text.includes("@") && { experimentalDecorators }),
    ...(hasClasses && useDefineForClassFields === false && { useDefineForClassFields }),
    ...(metadata && { emitDecoratorMetadata, strictNullChecks }),
    ...(verbatimModuleSyntax === true && { verbatimModuleSyntax }),
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

/** The same for the compiler. Node runs no JSX, so what keeps it is taken for the automatic runtime. */
export function compilerOptions({ jsx, ...rest }: EmitOptions): ts.CompilerOptions {
  const { React, ReactJSX, ReactJSXDev } = typescript().JsxEmit;
  const kinds: Readonly<Record<string, ts.JsxEmit>> = { react: React, "react-jsxdev": ReactJSXDev };
  const isClassic = jsx === undefined && (rest.jsxFactory ?? rest.reactNamespace) !== undefined;
  const kind = jsx !== undefined ? (kinds[jsx.toLowerCase()] ?? ReactJSX) : isClassic ? React : ReactJSX;
  return { ...rest, jsx: kind };
}
