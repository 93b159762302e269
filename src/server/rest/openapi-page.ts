import { randomBytes } from "node:crypto";
import { initialValue } from "../../runtime/components/component-queries.ts";
import { valueSchema } from "../../runtime/components/value-schema.ts";
import type { ComponentDescription } from "../../runtime/components/description.ts";
import type { GraphDescription } from "../../runtime/graph/description.ts";
import type { Subgraph } from "../../runtime/graph/subgraphs.ts";
import type { Json } from "../../runtime/values/value.ts";
import { inWords } from "./value-words.ts";

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 3rem; }
h2 code { font-size: 1.1rem; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { padding: 0.75rem; border: 1px solid #8886; border-radius: 6px; overflow-x: auto; }
.table { margin: 1.25rem 0; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 32rem; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0; border-bottom: 1px solid #8884; }
td { overflow-wrap: anywhere; }
td:first-child code, td:nth-child(2) { overflow-wrap: normal; white-space: nowrap; }
td small { display: block; opacity: 0.75; }
`;

/** The API of a graph for a person to read: a page without scripts. */
export function apiPage(
  graph: GraphDescription,
  subgraphs: readonly Subgraph[],
  { origin, search }: Pick<URL, "origin" | "search">,
): { readonly html: string; readonly policy: string } {
  const nonce = randomBytes(18).toString("base64url");
  const single = subgraphs.length === 1;
  const parts = subgraphs.map((one) => part(one, `${origin}/api/call${single ? "" : `/${one.id}`}${search}`));
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(graph.name)} – API</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<h1>${safe(graph.name)}</h1>
<p>The workflow as an API. Inputs that are left out take the value that is given here as their default. Files are sent in a form, or as
addresses or data URLs; results name theirs by addresses of this server. With <code>Accept: text/event-stream</code>, progress and partial
results come as events. <code>"fresh": true</code> runs everything again, also what ran with the same values before, and
<code>?sheet=NAME</code> keeps the run in a sheet. The same as <a href="/openapi.json${safe(search)}">OpenAPI 3.1</a>.</p>
${parts.join("\n")}
</body>
</html>`;
  return { html, policy };
}

function part({ id, inputs, outputs, choices, questions }: Subgraph, address: string): string {
  const rows = [
    ...inputs.map(({ id: input, component }) => [
      named(input, wordsOf(component)),
      safe(component.component),
      safe(inWords(valueSchema(component))),
      code(short(initialValue(component) as Json)),
    ]),
    ...choices.map(({ id: choice, variants }) => [
      named(choice, ""),
      "choice",
      safe(variants.map((name, index) => `${index} (${name})`).join(", ")),
      code("0"),
    ]),
    ...questions.map(({ id: question, step, message }) => [
      named(question, message ?? ""),
      safe(step),
      "",
      "–",
    ]),
  ];
  const given = Object.fromEntries(
    inputs.slice(0, 3).map(({ id: input, component }) => [input, initialValue(component) as Json]),
  );
  const results = outputs.map(({ node, port, view }) => [
    code(node),
    code(port),
    safe(view.kind === "component" ? inWords(valueSchema(view.component)) : "a list of objects"),
  ]);
  return `<h2><code>POST ${safe(new URL(address).pathname)}</code></h2>
<pre tabindex="0">curl -X POST ${safe(quoted(address))} -H 'content-type: application/json' \\
  -d ${safe(quoted(JSON.stringify({ inputs: given })))}</pre>
${table(["Input", "Component", "Value", "Default"], rows, `Inputs of ${id}`)}
${table(["Node", "Output", "Value"], results, `Outputs of ${id}`)}`;
}

/** What a person is told beside the input on the canvas. */
function wordsOf({ options: { label, info } }: ComponentDescription): string {
  return [label, info].filter((one) => typeof one === "string").join(" – ");
}

function named(id: string, words: string): string {
  return code(id) + (words === "" ? "" : `<small>${safe(words)}</small>`);
}

/** For a shell. */
function quoted(given: string): string {
  return `'${given.replaceAll("'", String.raw`'\''`)}'`;
}

/** Cells are HTML. */
function table(head: readonly string[], rows: readonly (readonly string[])[], caption: string): string {
  if (rows.length === 0) return "";
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  const heads = head.map((cell) => `<th scope="col">${safe(cell)}</th>`);
  return `<div class="table" tabindex="0"><table><caption>${safe(caption)}</caption><thead><tr>${heads.join("")}</tr></thead><tbody>
${cells.join("\n")}
</tbody></table></div>`;
}

function code(written: string): string {
  return `<code>${safe(written)}</code>`;
}

function short(value: Json): string {
  const json = JSON.stringify(value);
  return json.length > 400 ? `${json.slice(0, 400)}…` : json;
}

function safe(written: string): string {
  return written.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
