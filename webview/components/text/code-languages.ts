import { StreamLanguage, type StreamParser } from "@codemirror/language";
import type { Extension } from "@codemirror/state";

const legacy = async (parser: Promise<StreamParser<unknown>>): Promise<Extension> =>
  StreamLanguage.define(await parser);
const javascript = (options: { typescript?: boolean; jsx?: boolean }) =>
  import("@codemirror/lang-javascript").then((module) => module.javascript(options));

/** The languages of Gradio's Code component. Each is loaded when it is first needed. */
const languages: Readonly<Record<string, () => Promise<Extension>>> = {
  python: () => import("@codemirror/lang-python").then((module) => module.python()),
  c: () => import("@codemirror/lang-cpp").then((module) => module.cpp()),
  cpp: () => import("@codemirror/lang-cpp").then((module) => module.cpp()),
  markdown: () => import("@codemirror/lang-markdown").then((module) => module.markdown()),
  latex: () =>
    legacy(
      import("@codemirror/legacy-modes/mode/stex").then((module) => module.stex as StreamParser<unknown>),
    ),
  json: () => import("@codemirror/lang-json").then((module) => module.json()),
  html: () => import("@codemirror/lang-html").then((module) => module.html()),
  css: () => import("@codemirror/lang-css").then((module) => module.css()),
  javascript: () => javascript({ jsx: true }),
  typescript: () => javascript({ typescript: true, jsx: true }),
  jinja2: () =>
    legacy(
      import("@codemirror/legacy-modes/mode/jinja2").then((module) => module.jinja2 as StreamParser<unknown>),
    ),
  yaml: () => import("@codemirror/lang-yaml").then((module) => module.yaml()),
  dockerfile: () =>
    legacy(
      import("@codemirror/legacy-modes/mode/dockerfile").then(
        (module) => module.dockerFile as StreamParser<unknown>,
      ),
    ),
  shell: () =>
    legacy(
      import("@codemirror/legacy-modes/mode/shell").then((module) => module.shell as StreamParser<unknown>),
    ),
  r: () =>
    legacy(import("@codemirror/legacy-modes/mode/r").then((module) => module.r as StreamParser<unknown>)),
  sql: () => import("@codemirror/lang-sql").then((module) => module.sql()),
};

/** Undefined for an unknown language; its text is shown without highlighting. */
export async function languageOf(name: string): Promise<Extension | undefined> {
  const key = name.startsWith("sql-") ? "sql" : name;
  return Object.hasOwn(languages, key) ? languages[key]!() : undefined;
}
