import { mount } from "svelte";
import "@xyflow/svelte/dist/base.css";
import "../styles/theme.css";
import "../styles/base.css";
import "../styles/flow.css";
import App from "../App.svelte";
import { useToolkit } from "../controls/toolkit.ts";
import { Canvas } from "../state/canvas.svelte.ts";
import { loadView } from "../views.svelte.ts";
import { ScriptedHost } from "./host.ts";
import { hashOf, sampleFiles } from "./sample-files.ts";
import { samples } from "./samples.ts";
import { applyTheme, type ThemeName } from "../styles/themes.ts";

// The canvas in a plain page with a simulated host. The address selects what is shown: `?sample=podcast&theme=dark`.
const query = new URLSearchParams(location.search);
const theme = (query.get("theme") ?? "dark") as ThemeName;
applyTheme(theme);
useToolkit();
const sample = query.get("sample") ?? "podcast";
const host = new ScriptedHost((samples[sample] ?? samples["podcast"]!)());
host.files = Object.fromEntries(
  Object.entries(sampleFiles).map(([name, { bytes }]) => [hashOf(name), bytes]),
);
const canvas = new Canvas(host);
Object.assign(window, { host, canvas, applyTheme, samples });
canvas.start();
await loadView(canvas.ui.view);
performance.mark("ready");
mount(App, { target: document.getElementById("app") ?? document.body, props: { canvas } });
