import * as v from "valibot";

// Everything a canvas may ask for. A canvas is not trusted: each message is parsed by these schemas in the host, names are
// looked up in the graph, and no path, URL or command is ever taken from it.

const name = v.pipe(v.string(), v.maxLength(500));
const number = v.pipe(v.number(), v.finite());
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const point = v.object({ x: number, y: number });
const size = v.object({ width: number, height: number });
/** Any JSON; its size is bounded by the host before it is parsed. */
const json: v.GenericSchema<JsonIn> = v.lazy(() =>
  v.union([v.null(), v.boolean(), number, v.string(), v.array(json), v.record(v.string(), json)]),
);
type JsonIn = null | boolean | number | string | JsonIn[] | { [key: string]: JsonIn };

const runMode = v.picklist(["step", "to-here", "forced"]);

/** A page is there and wants the whole state. Answered by the connection itself. */
const readySchema = v.object({ type: v.literal("ready") });
/** The page has drawn its first snapshot. Noted by the connection itself. */
const drawnSchema = v.object({ type: v.literal("drawn") });

/** Intents that the engine carries out: they change a sheet, run something, or ask about results. */
export const engineIntentSchema = v.variant("type", [
  // Running. `item`: only that item of a scattered node.
  v.object({ type: v.literal("run"), node: name, mode: runMode, items: v.optional(v.array(number)) }),
  // A step that failed and may cost a second time, with those that have to run before it.
  v.object({ type: v.literal("run-again"), node: name }),
  // `nodes`: these and what they need, where an app shows less than the whole graph makes.
  v.object({ type: v.literal("run-all"), forced: v.boolean(), nodes: v.optional(v.array(name)) }),
  v.object({ type: v.literal("stop"), node: v.optional(name) }),
  v.object({ type: v.literal("preview"), request: number, node: v.optional(name), mode: runMode }),
  v.object({ type: v.literal("answer"), node: name, value: json }),
  // Who takes jobs of the queue, and how many wait in it: `WorkersAnswer`. Asked while a panel shows it.
  v.object({ type: v.literal("workers"), request: number }),
  // Editing. A `value` left out goes back to the component's own.
  v.object({ type: v.literal("set-input"), input: name, value: v.optional(json) }),
  v.object({ type: v.literal("pick"), choice: name, variant: name }),
  v.object({ type: v.literal("move"), positions: v.record(name, point) }),
  v.object({ type: v.literal("resize"), card: name, size: v.optional(size) }),
  v.object({ type: v.literal("compact"), card: name, on: v.boolean() }),
  v.object({ type: v.literal("tidy") }),
  v.object({ type: v.literal("set-view"), view: v.object({ x: number, y: number, zoom: number }) }),
  v.object({ type: v.literal("edit-items"), node: name, port: name, items: v.array(json) }),
  v.object({ type: v.literal("undo") }),
  v.object({ type: v.literal("redo") }),
  // Results.
  v.object({ type: v.literal("show-result"), node: name, result: name }),
  // One after another: what one run made of several nodes.
  v.object({
    type: v.literal("show-results"),
    results: v.array(v.object({ node: name, result: name })),
  }),
  v.object({
    type: v.literal("describe-result"),
    node: name,
    result: name,
    name: v.optional(name),
    starred: v.optional(v.boolean()),
  }),
  v.object({ type: v.literal("delete-results"), node: name, results: v.array(name) }),
  // Takes a deletion back, as long as the session lives.
  v.object({ type: v.literal("restore-results"), node: name, results: v.array(name) }),
  // What a node left that the file no longer has goes to one that it has.
  v.object({ type: v.literal("adopt-node"), from: name, to: name }),
  v.object({ type: v.literal("lineage"), request: number, node: name, result: name }),
  v.object({ type: v.literal("pin"), node: name, on: v.boolean() }),
  v.object({ type: v.literal("bypass"), node: name, on: v.boolean() }),
  v.object({ type: v.literal("mark-fresh"), node: name }),
  v.object({ type: v.literal("keep-value"), node: name, input: name, on: v.boolean() }),
  v.object({ type: v.literal("use-partial"), node: name, input: name, on: v.boolean() }),
  // Sheets.
  v.object({ type: v.literal("open-sheet"), sheet: name }),
  v.object({ type: v.literal("create-sheet"), name }),
  v.object({ type: v.literal("rename-sheet"), sheet: name, name }),
  v.object({ type: v.literal("duplicate-sheet"), sheet: name }),
  v.object({ type: v.literal("delete-sheet"), sheet: name }),
  // `instead`: in the place of this one, which is deleted.
  v.object({ type: v.literal("restore-sheet"), sheet: name, instead: v.optional(name) }),
  // The reply is a deleted copy of the sheet as it was, which `restore-sheet` brings back.
  v.object({ type: v.literal("clear-sheet"), request: number, sheet: name }),
  // Files. Bytes that a person pasted, dropped or drew; the reply is a `FileRef`.
  v.object({ type: v.literal("upload"), request: number, name, bytes: v.instance(Uint8Array) }),
  v.object({
    type: v.literal("notice"),
    id: name,
    action: v.picklist(["accept-commit", "duplicate-space", "run-anyway", "dismiss"]),
  }),
]);

/** Intents that the host of the canvas carries out: they need an editor, a browser, a clipboard or a file dialog. */
export const hostIntentSchema = v.variant("type", [
  v.object({ type: v.literal("export-sheet") }),
  v.object({ type: v.literal("export-page") }),
  v.object({ type: v.literal("save-as-test") }),
  v.object({ type: v.literal("import-sheet") }),
  v.object({ type: v.literal("copy-sheet") }),
  v.object({ type: v.literal("pick-file"), request: number, input: name }),
  // The bytes of a file that the canvas draws itself (a waveform, a 3D model): it may load files only into media elements.
  v.object({
    type: v.literal("read-file"),
    request: number,
    file: hash,
    node: name,
  }),
  v.object({ type: v.literal("save-file"), file: hash, name: v.optional(name), node: name }),
  v.object({ type: v.literal("open-file"), file: hash, name: v.optional(name), node: name }),
  v.object({ type: v.literal("open-value"), node: name, port: name }),
  // Around the canvas.
  v.object({ type: v.literal("go-to-code"), node: name }),
  // Where the node's failure (without a node: the load failure) says it happened.
  v.object({ type: v.literal("go-to-failure"), node: v.optional(name) }),
  v.object({ type: v.literal("hover"), node: v.optional(name) }),
  v.object({ type: v.literal("open-page"), node: name }),
  v.object({ type: v.literal("open-graph"), graph: name }),
  v.object({ type: v.literal("copy-for-assistant"), node: v.optional(name) }),
  v.object({ type: v.literal("sign-in") }),
  // To the app that the node's failure names.
  v.object({ type: v.literal("sign-in-to-app"), node: name }),
  v.object({ type: v.literal("show-logs") }),
  v.object({ type: v.literal("trust") }),
  // Calls are neither recorded nor answered from a recording any more.
  v.object({ type: v.literal("stop-recording") }),
  // Loads the file where a stored snapshot is shown.
  v.object({ type: v.literal("load") }),
]);

/** Everything that a canvas may send. */
export const intentSchema = v.variant("type", [
  readySchema,
  drawnSchema,
  engineIntentSchema,
  hostIntentSchema,
]);

export type EngineIntent = v.InferOutput<typeof engineIntentSchema>;
export type HostIntent = v.InferOutput<typeof hostIntentSchema>;
export type Intent = v.InferOutput<typeof intentSchema>;
export type IntentOf<T extends Intent["type"]> = Extract<Intent, { type: T }>;

const hostIntentTypes: ReadonlySet<string> = new Set(
  hostIntentSchema.options.map(({ entries }) => entries.type.literal),
);

/** Whether the host carries an intent out; the schemas above decide. */
export function isHostIntent(intent: EngineIntent | HostIntent): intent is HostIntent {
  return hostIntentTypes.has(intent.type);
}
