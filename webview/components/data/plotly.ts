interface Chart {
  readonly data: unknown[];
  readonly layout?: Record<string, unknown>;
}

/** Plotly makes a style element for its rules, which the page's policy allows only with the nonce. */
function allowStyles(): void {
  const id = "plotly.js-style-global";
  if (document.getElementById(id)) return;
  const style = document.createElement("style");
  style.id = id;
  style.nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content ?? "";
  document.head.append(style);
}

/** Draws a Plotly chart in VS Code's colours, unless the chart sets its own. Returns a function that removes it. */
export async function drawPlotly(parent: HTMLElement, text: string, label: string): Promise<() => void> {
  allowStyles();
  const { default: Plotly } = await import("plotly.js-basic-dist-min");
  const { data, layout = {} } = JSON.parse(text) as Chart;
  const style = getComputedStyle(parent);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    gridcolor: colour("--vscode-editorWidget-border") || "#8884",
    zerolinecolor: "#8888",
    automargin: true,
  };
  const themed = {
    ...layout,
    template: undefined,
    autosize: true,
    width: undefined,
    height: undefined,
    margin: { l: 36, r: 12, t: layout["title"] ? 34 : 12, b: 30 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { color: style.color, family: style.fontFamily, size: 11 },
    xaxis: { ...axis, ...(layout["xaxis"] as object | undefined) },
    yaxis: { ...axis, ...(layout["yaxis"] as object | undefined) },
  };
  await Plotly.newPlot(parent, data, themed, {
    displaylogo: false,
    responsive: false,
    displayModeBar: false,
  });
  parent.setAttribute("role", "img");
  parent.setAttribute("aria-label", label);
  const observer = new ResizeObserver(() => void Plotly.Plots.resize(parent));
  observer.observe(parent);
  return () => {
    observer.disconnect();
    Plotly.purge(parent);
  };
}
