import { expressionInterpreter } from "vega-interpreter";
import { loader, type Loader } from "vega";
import embed, { type VisualizationSpec } from "vega-embed";

/** A loader that refuses all data from elsewhere, since the page may not connect to other hosts. */
function offline(): Loader {
  const refuse = () =>
    Promise.reject(new Error("it loads its data from elsewhere; put the data into the chart."));
  return { ...loader(), load: refuse, http: refuse, file: refuse };
}

/** Draws an Altair chart (Vega-Lite). Its expressions are interpreted, since the page's policy forbids `eval`. */
export async function drawVega(parent: HTMLElement, text: string, label: string): Promise<() => void> {
  // In `usermeta` a chart could change how this page shows it.
  const { usermeta: _options, ...spec } = JSON.parse(text) as VisualizationSpec;
  const style = getComputedStyle(parent);
  const colour = style.color;
  const inner = document.createElement("div");
  inner.style.cssText = "position:absolute;inset:6px;display:grid;place-items:center";
  parent.append(inner);
  const result = await embed(
    inner,
    {
      ...spec,
      width: parent.clientWidth - 80,
      height: parent.clientHeight - 60,
      autosize: { type: "fit", contains: "padding" },
    },
    {
      actions: false,
      ast: true,
      expr: expressionInterpreter,
      renderer: "canvas",
      loader: offline(),
      config: {
        background: "transparent",
        axis: {
          labelColor: colour,
          titleColor: colour,
          gridColor: "#8884",
          domainColor: "#8888",
          tickColor: "#8888",
        },
        legend: { labelColor: colour, titleColor: colour },
        title: { color: colour },
        view: { stroke: "transparent" },
      },
    },
  );
  parent.setAttribute("role", "img");
  parent.setAttribute("aria-label", label);
  return () => {
    result.finalize();
    inner.remove();
  };
}
