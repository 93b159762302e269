import { mutated, oddValue } from "../../unit/gradio/support/odd-values.ts";
import type { Random } from "../../unit/gradio/support/random.ts";
import { changesBetween } from "./changes.ts";

/** A file in a value of a generated app: its content and its name. */
export interface AppFile {
  readonly path: string;
  readonly content: string;
}

/** What an endpoint is called with: a value, or a file by its content. */
export type Given =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "file"; readonly content: string; readonly several: boolean };

export interface GeneratedApp {
  readonly version: 6 | 5 | 4;
  readonly config: { readonly api_prefix?: string; readonly app_id: number };
  readonly info: object;
  readonly endpoint: string;
  readonly inputs: Readonly<Record<string, Given>>;
  /** By path on the app's side. */
  readonly files: ReadonlyMap<string, AppFile>;
  /** The messages of a job, in order. */
  readonly messages: readonly object[];
  /** What a call without a queue answers. */
  readonly answer: object;
  /** Values that count, in order; a file stands as `$content`. Undefined: the job fails. */
  readonly expected?: readonly unknown[];
  /** Something in it is not as Gradio sends it, so that it may be refused. */
  readonly odd: boolean;
  /** Python's client gives these values as they were sent; others it gives as updates of a page. */
  readonly updated: boolean;
  /** A component among the inputs that is no state and not in the API, for which Python's client sends nothing. */
  readonly skipped: boolean;
}

interface Component {
  readonly id: number;
  readonly type: string;
  readonly props: object;
  readonly skip_api?: boolean;
}

type Kind = "text" | "number" | "flag" | "json" | "file" | "files";
const kinds: Readonly<Record<string, Kind>> = {
  textbox: "text",
  markdown: "text",
  code: "text",
  number: "number",
  slider: "number",
  checkbox: "flag",
  json: "json",
  file: "file",
  image: "file",
  audio: "file",
  files: "files",
};
const types = Object.keys(kinds) as [string, ...string[]];
const fileType = {
  title: "FileData",
  type: "object",
  properties: {
    path: { title: "Path", type: "string" },
    url: { anyOf: [{ type: "string" }, { type: "null" }] },
    orig_name: { anyOf: [{ type: "string" }, { type: "null" }] },
    meta: { type: "object", default: { _type: "gradio.FileData" } },
  },
  required: ["path"],
};
const jsonTypes: Readonly<Record<Kind, object>> = {
  text: { type: "string" },
  number: { type: "number" },
  flag: { type: "boolean" },
  json: {},
  file: fileType,
  files: { type: "array", items: fileType },
};

/** An app with one endpoint, and what a call of it gives, from random numbers. */
export function generatedApp(random: Random): GeneratedApp {
  const version = random.pick([6, 5, 4] as const);
  const protocol = random.pick(["sse_v3", "sse_v3", "sse_v2.1", "sse_v2", "sse_v1"] as const);
  const files = new Map<string, AppFile>();
  const values = new Values(random, files);
  let next = 1;
  const component = (): Component => {
    const id = next++;
    const kind = random.below(10);
    const marked = random.chance(0.7);
    if (kind === 0) return { id, type: "state", props: {}, ...(marked ? { skip_api: true } : {}) };
    if (kind === 1 && marked)
      return {
        id,
        type: random.pick(["button", "timer", "dataset"]),
        props: { value: "Go" },
        skip_api: true,
      };
    const type = random.pick(types);
    const more = { choices: [["A", "a"]], minimum: random.below(3), allow_custom_value: random.chance(0.5) };
    const props = { label: type, ...(random.chance(0.3) ? more : {}) };
    return { id, type, props, ...(marked ? { skip_api: false } : {}) };
  };
  const some = (least: number, most: number) => Array.from({ length: least + random.below(most) }, component);
  const inputs = some(0, 5);
  const outputs = some(1, 3);
  if (!outputs.some(inApi)) outputs.push({ id: next++, type: "json", props: {} });

  const given: Record<string, Given> = {};
  const parameters = inputs.filter(inApi).map((one, at) => {
    const kind = kindOf(one);
    const name = `p${at}`;
    const optional = random.chance(0.3);
    if (!optional || random.chance(0.5)) given[name] = values.given(kind);
    return {
      label: random.pick(["Text", "", "ž 😀"]),
      parameter_name: name,
      parameter_has_default: optional,
      parameter_default: optional ? values.plain(kind === "file" || kind === "files" ? "json" : kind) : null,
      type: jsonTypes[kind],
      python_type: { type: "Any", description: "" },
      component: spelt(one.type),
      example_input: null,
    };
  });
  const returns = outputs.filter(inApi).map((one) => ({
    label: "Out",
    type: jsonTypes[kindOf(one)],
    python_type: { type: "Any", description: "" },
    component: spelt(one.type),
  }));

  const generator = random.chance(0.4);
  const steps = generator ? 1 + random.below(4) : 1;
  const sent = Array.from({ length: steps }, () =>
    outputs.map((one) => (inApi(one) ? values.sent(kindOf(one)) : null)),
  );
  const fails = random.chance(0.08);
  const messages = jobMessages(sent, { generator, fails, protocol, random });
  const last = outputs
    .map((one, at) => ({ one, history: sent.map((step) => step[at]) }))
    .filter(({ one }) => inApi(one));
  const updated = sent.some((step) => step.some(isUpdate));
  const id = next++;
  const config = {
    version: { 6: "6.31.0", 5: "5.50.0", 4: "4.44.1" }[version],
    app_id: random.seed,
    protocol,
    mode: "blocks",
    connect_heartbeat: false,
    ...(version === 4 ? {} : { api_prefix: "/gradio_api" }),
    components: random.chance(0.1) ? [...inputs, ...outputs].reverse() : [...inputs, ...outputs],
    dependencies: [
      // Another endpoint before it, so that numbers and places differ.
      {
        id: id + 1,
        targets: [],
        inputs: [],
        outputs: [],
        api_name: "other",
        queue: true,
        types: { generator: false },
      },
      {
        id,
        targets: [],
        inputs: inputs.map((one) => one.id),
        outputs: outputs.map((one) => one.id),
        api_name: "run",
        queue: generator || random.chance(0.7),
        types: { generator, cancel: false },
        cancels: [],
      },
    ],
  };
  return {
    version,
    config,
    info: { named_endpoints: { "/run": { parameters, returns, show_api: true } }, unnamed_endpoints: {} },
    endpoint: "/run",
    inputs: given,
    files,
    messages,
    answer: fails
      ? { error: "it failed" }
      : { data: sent.at(-1), is_generating: false, duration: 0.1, average_duration: 0.1 },
    ...(fails ? {} : { expected: last.map(({ history }) => values.expected(history)) }),
    odd: values.odd,
    updated,
    skipped: inputs.some((one) => one.type !== "state" && !inApi(one)),
  };
}

function inApi({ type, skip_api: skip }: Component): boolean {
  return type !== "state" && skip !== true;
}

function kindOf({ type }: Component): Kind {
  return kinds[type] ?? "json";
}

function spelt(type: string): string {
  return type === "json" ? "JSON" : type === "files" ? "File" : type.charAt(0).toUpperCase() + type.slice(1);
}

interface JobOptions {
  readonly generator: boolean;
  readonly fails: boolean;
  readonly protocol: string;
  readonly random: Random;
}

function jobMessages(
  sent: readonly (readonly unknown[])[],
  { generator, fails, protocol, random }: JobOptions,
): object[] {
  const messages: object[] = [];
  const noise = () => {
    if (random.chance(0.2)) messages.push({ msg: "heartbeat" });
    if (random.chance(0.2)) messages.push({ msg: "log", log: "a word", level: "info" });
    if (random.chance(0.2))
      messages.push({
        msg: "progress",
        progress_data: [{ index: 1, length: 3, unit: "steps", progress: null, desc: "so far" }],
      });
  };
  messages.push(
    { msg: "estimation", rank: 0, queue_size: 1, rank_eta: 0.1 },
    { msg: "process_starts", eta: 0.1 },
  );
  noise();
  const last = sent.at(-1) ?? [];
  if (generator) {
    let before: readonly unknown[] | undefined;
    for (const step of sent) {
      const whole = protocol === "sse_v1" || before === undefined;
      const data = whole ? step : step.map((value, at) => changesBetween(before?.[at], value));
      messages.push({ msg: "process_generating", output: { data, is_generating: true }, success: true });
      noise();
      before = step;
    }
  }
  messages.push(
    fails
      ? { msg: "process_completed", output: { error: random.pick(["it failed", null]) }, success: false }
      : {
          msg: "process_completed",
          output: { data: last, is_generating: false, duration: 0.1 },
          success: true,
        },
  );
  return messages;
}

const numbers = [
  0,
  -0,
  1,
  -1,
  0.1,
  1e-7,
  1e21,
  1e308,
  5e-324,
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  123_456.789,
] as const;
const texts = [
  "",
  "a",
  "ž 😀 \u2028",
  "line\nline",
  "<b>&amp;</b>",
  "data: x",
  "/etc/hostname",
  "null",
  "\\u0000 \u0001",
  "http://127.0.0.1/x",
] as const;

/** Random values, as people give them and as apps send them. */
class Values {
  odd = false;

  constructor(
    private readonly random: Random,
    private readonly files: Map<string, AppFile>,
  ) {}

  plain(kind: Kind): unknown {
    const { random } = this;
    switch (kind) {
      case "text":
        return random.pick(texts);
      case "number":
        return random.pick(numbers);
      case "flag":
        return random.chance(0.5);
      case "json":
      case "file":
      case "files":
        return random.pick<unknown>([
          null,
          1,
          "x",
          [],
          {},
          [1, [2, { a: null }]],
          { "a b": ["ž", true], "": 0.5 },
        ]);
    }
  }

  given(kind: Kind): Given {
    const content = `given ${this.random.below(3)}`;
    return kind === "file" || kind === "files"
      ? { kind: "file", content, several: kind === "files" }
      : { kind: "value", value: this.plain(kind) };
  }

  /** As an app sends it. */
  sent(kind: Kind): unknown {
    const { random } = this;
    if (random.chance(0.08)) return null;
    if (random.chance(0.1))
      return { __type__: "update", visible: true, ...(random.chance(0.7) ? { value: this.#own(kind) } : {}) };
    if (kind === "json" && random.chance(0.1)) {
      this.odd = true;
      return random.chance(0.5) ? oddValue(random) : mutated({ a: [1, { b: "c" }] }, random);
    }
    return this.#own(kind);
  }

  #own(kind: Kind): unknown {
    const { random } = this;
    if (kind === "file") return this.#file();
    if (kind === "files") return Array.from({ length: random.below(4) }, () => this.#file());
    if (kind === "json" && random.chance(0.2)) return { deep: [this.#file(), { more: this.#file() }], n: 1 };
    return this.plain(kind);
  }

  #file(): object {
    const content = `content ${this.random.below(4)}`;
    const name = this.random.pick(["a.txt", "b c.txt", "ž#%.txt"]);
    const path = `/tmp/gradio/${this.random.below(1000)}/${name}`;
    this.files.set(path, { path, content: this.files.get(path)?.content ?? content });
    const url = this.random.chance(0.3) ? { url: null } : {};
    return {
      path,
      ...url,
      size: content.length,
      orig_name: name,
      mime_type: null,
      is_stream: false,
      meta: { _type: "gradio.FileData" },
    };
  }

  /** What counts after all steps: updates without a value leave the value before. */
  expected(history: readonly unknown[]): unknown {
    let value: unknown = null;
    for (const one of history) {
      if (!isUpdate(one)) value = one;
      else if ("value" in one) value = one.value;
    }
    return this.#withContents(value);
  }

  #withContents(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((part) => this.#withContents(part));
    const { path, meta } = value as { path?: unknown; meta?: unknown };
    const file = typeof path === "string" && meta !== undefined ? this.files.get(path) : undefined;
    if (file) return { $content: file.content };
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, this.#withContents(part)]));
  }
}

function isUpdate(value: unknown): value is { readonly value?: unknown } {
  return typeof value === "object" && value !== null && "__type__" in value && value.__type__ === "update";
}
