// A page with which the canvas is compared. It shows a graph as Svelte Flow's quick start does: with the default nodes and
// edges, background, controls and minimap, and with all nodes drawn. Names, sizes and positions are those of the canvas.
import { mount } from "svelte";
import "@xyflow/svelte/dist/style.css";
import "../styles/base.css";
import { cardsOf } from "../../src/runtime/layout/cards.ts";
import { samples } from "./samples.ts";
import { flowEdges, flowNodes } from "../graph/flow-graph.ts";
import PlainFlow from "./PlainFlow.svelte";

const state = samples[new URLSearchParams(location.search).get("sample") ?? ""]!();
const graph = state.graph!;
const cards = cardsOf(graph, {});
const placing = { layout: state.layout, positions: {}, sizes: {}, compact: {} };
const nodes = flowNodes(cards, placing, []).map(({ id, position, width, height }) => ({
  id,
  position,
  width,
  height,
  data: { label: id },
}));
const edges = flowEdges(cards, graph, []).map(({ id, source, target }) => ({ id, source, target }));
performance.mark("ready");
mount(PlainFlow, { target: document.getElementById("app")!, props: { nodes, edges } });
