import { mount } from "svelte";
import "@xyflow/svelte/dist/base.css";
import "./styles/theme.css";
import "./styles/base.css";
import "./styles/flow.css";
import App from "./App.svelte";
import { useToolkit } from "./controls/toolkit.ts";
import { connect } from "./host/connect.ts";
import { Canvas } from "./state/canvas.svelte.ts";
import { loadView } from "./views.svelte.ts";

performance.mark("daggr.page.script");
useToolkit();
const canvas = new Canvas(connect());
// The host prepares its answer while the view is loaded.
canvas.start();
await loadView(canvas.ui.view);
mount(App, { target: document.getElementById("app") ?? document.body, props: { canvas } });
canvas.mounted();
