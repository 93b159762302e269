import type { InputDescription, OutputDescription } from "../graph/description.ts";
import type { ComponentDescription } from "../components/description.ts";
import type { Size } from "../sheets/store.ts";
import {
  callHandles,
  inHandle,
  outHandle,
  variantHandle,
  type Card,
  type InputCard,
  type NodeCard,
} from "./cards.ts";
import { isVisible } from "../components/component-queries.ts";
import { componentHeight, isWide } from "./component-height.ts";
import { labelOf } from "../graph/canvas-inputs.ts";
import { callsOf } from "../graph/calls.ts";
import { groupsInputs, asksPerson, runs } from "../graph/node-kinds.ts";

/** Pixels. The webview's styles repeat these numbers, so a card is as large as the layout took it to be before it was ever drawn. */
const metrics = {
  header: 46,
  portRow: 26,
  label: 18,
  gap: 8,
  footer: 40,
  variantRow: 30,
  question: 150,
  /** What a node that runs has at least for its outputs: there stands why it failed, and what can be done about it. */
  outputs: 72,
  /** Five rows and the line that sums them up. */
  items: 142,
  /** The latest four calls of a function, and the line that sums them up. */
  calls: 128,
  /** Of a list that is edited: a field of an item, the line below the list, and the most it takes in a card. */
  field: 30,
  addItem: 24,
  mostOfList: 240,
  /** Of an input card: above the label, and below the component. */
  inputTop: 8,
  inputBottom: 10,
  border: 1,
  inputWidth: 230,
  nodeWidth: 292,
  wideWidth: 380,
  compact: 48,
  compactWidth: 220,
} as const;

/** Pixels that the calls of a function take in its card. */
export const callsHeight = metrics.calls;

export interface Handle {
  readonly id: string;
  readonly side: "left" | "right";
  /** Pixels from the card's top to the handle's centre. */
  readonly y: number;
}

export interface PortRow {
  readonly input?: InputDescription;
  readonly output?: OutputDescription;
}

/** One component in a card: an output of a node, or an input of an `InputNode`. */
export interface Block {
  readonly port: string;
  readonly component: ComponentDescription;
  /** Shown over the component. */
  readonly label?: string;
  readonly height: number;
}

/** How large a card is, and where its lines end. */
export interface CardShape extends Size {
  readonly handles: readonly Handle[];
  readonly rows: readonly PortRow[];
  readonly blocks: readonly Block[];
}

/** The shape of a card in its normal or compact form, before a person resized it. */
export function cardShape(card: Card, compact = false): CardShape {
  if (compact) return compactShape(card);
  return card.kind === "input"
    ? inputShape(card)
    : groupsInputs(card.node)
      ? groupShape(card)
      : nodeShape(card);
}

function inputShape({ component }: InputCard): CardShape {
  const { inputTop, inputBottom, label, border } = metrics;
  const inner = componentHeight(component, "input");
  const height = inputTop + label + inner + inputBottom + 2 * border;
  const block = { port: "value", component, height: inner };
  return {
    width: isWide(component) ? metrics.wideWidth : metrics.inputWidth,
    height,
    handles: [{ id: outHandle("value"), side: "right", y: inputTop + border + label + inner / 2 }],
    rows: [],
    blocks: [block],
  };
}

function groupShape({ node }: NodeCard): CardShape {
  const blocks = node.inputs.flatMap((input) =>
    input.kind === "component" ? [blockOf(input.name, input.component, "input", true)] : [],
  );
  let y = metrics.header + metrics.border;
  const handles = blocks.map((block): Handle => {
    const handle = {
      id: outHandle(block.port),
      side: "right" as const,
      y: y + metrics.label + block.height / 2,
    };
    y += metrics.label + block.height + metrics.gap;
    return handle;
  });
  return {
    width: widthOf(blocks, metrics.inputWidth),
    height: y + metrics.border + 2,
    handles,
    rows: [],
    blocks,
  };
}

function nodeShape(card: NodeCard): CardShape {
  const { node } = card;
  const rows = portRows(card);
  const top = metrics.header + metrics.border;
  const handles: Handle[] = rows.flatMap(({ input, output }, index) => {
    const y = top + (index + 0.5) * metrics.portRow;
    return [
      ...(input ? [{ id: inHandle(input.name), side: "left" as const, y }] : []),
      ...(output ? [{ id: outHandle(output.name), side: "right" as const, y }] : []),
    ];
  });
  const middle = metrics.header / 2;
  if (callsOf(card.step).length > 0) handles.push({ id: callHandles.caller, side: "right", y: middle });
  if (card.called) handles.push({ id: callHandles.called, side: "left", y: middle });
  let y = top + rows.length * metrics.portRow + 2;
  if (node.kind === "choice") {
    y += metrics.gap / 2;
    node.variants.forEach((variant, index) => {
      // What only this variant would use ends in its row.
      if (variant === card.step || !variant.inputs.some(({ kind }) => kind === "port")) return;
      handles.push({
        id: variantHandle(variant.name),
        side: "left",
        y: y + (index + 0.5) * metrics.variantRow,
      });
    });
    y += node.variants.length * metrics.variantRow + metrics.gap;
  }
  if (callsOf(card.step).length > 0) y += metrics.calls;
  if (asksPerson(card.step)) y += metrics.question + metrics.gap;
  const blocks = outputBlocks(node.outputs);
  const outputs = card.scatter > 0 ? metrics.items + metrics.gap : heightOf(blocks);
  y += Math.max(outputs, runs(node) ? metrics.outputs : 0);
  return {
    // An item of a list stands between its number and its tools.
    width: node.outputs.some(({ view }) => view.kind === "items")
      ? metrics.wideWidth
      : widthOf(blocks, metrics.nodeWidth),
    height: y + metrics.footer + metrics.border,
    handles,
    rows,
    blocks,
  };
}

/** What is wired: the inputs that come from elsewhere or are missing stand on the left, outputs on the right. */
function portRows({ node, step }: NodeCard): PortRow[] {
  const inputs = step.inputs.filter(
    ({ kind }) => kind === "port" || kind === "component" || kind === "missing",
  );
  return Array.from({ length: Math.max(inputs.length, node.outputs.length) }, (_, index) => {
    const input = inputs[index];
    const output = node.outputs[index];
    return { ...(input && { input }), ...(output && { output }) };
  });
}

function outputBlocks(outputs: readonly OutputDescription[]): Block[] {
  const shown = outputs.filter(
    ({ view }) => view.kind === "items" || (view.kind === "component" && isVisible(view.component)),
  );
  return shown.map(({ name, view }) => {
    if (view.kind === "component") return blockOf(name, view.component, "output", shown.length > 1);
    // An item list is edited as a list of its own.
    const items = { component: "JSON", options: {} } as const;
    const height = view.kind === "items" ? listHeight(Object.keys(view.fields).length) : metrics.items;
    return { port: name, component: items, height, ...(shown.length > 1 && { label: name }) };
  });
}

/** Two items are in view, as far as a card can be so tall. */
function listHeight(fields: number): number {
  return Math.min(metrics.mostOfList, Math.max(metrics.items, 2 * fields * metrics.field + metrics.addItem));
}

function blockOf(
  port: string,
  component: ComponentDescription,
  role: "input" | "output",
  labelled: boolean,
): Block {
  const label = labelled && { label: labelOf(component, port) };
  return { port, component, height: componentHeight(component, role), ...label };
}

/** All blocks with their labels and the gaps after them. */
function heightOf(blocks: readonly Block[]): number {
  return blocks.reduce(
    (sum, { label, height }) => sum + (label === undefined ? 0 : metrics.label) + height + metrics.gap,
    0,
  );
}

function widthOf(blocks: readonly Block[], narrow: number): number {
  return blocks.some(({ component }) => isWide(component)) ? metrics.wideWidth : narrow;
}

/** One line: all lines end in its middle. */
function compactShape(card: Card): CardShape {
  const full = cardShape(card);
  const y = metrics.compact / 2;
  return {
    width: metrics.compactWidth,
    height: metrics.compact,
    handles: full.handles.map((handle) => ({ ...handle, y })),
    rows: [],
    blocks: [],
  };
}
