import { mount } from "svelte";
import "@xyflow/svelte/dist/base.css";
import "./styles/theme.css";
import "./styles/base.css";
import "./styles/flow.css";
import App from "./App.svelte";
import { useToolkit } from "./controls/toolkit.ts";
import { connectToVsCode } from "./host/vscode.ts";
import { Canvas } from "./state/canvas.svelte.ts";

performance.mark("daggr.page.script");
useToolkit();
const canvas = new Canvas(connectToVsCode());
mount(App, { target: document.getElementById("app") ?? document.body, props: { canvas } });
canvas.start();
