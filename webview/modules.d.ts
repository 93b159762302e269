declare module "*.svg" {
  const source: string;
  export default source;
}
declare module "*.css";
declare module "plotly.js-basic-dist-min" {
  const Plotly: {
    newPlot(element: HTMLElement, data: unknown[], layout: object, config: object): Promise<unknown>;
    purge(element: HTMLElement): void;
    Plots: { resize(element: HTMLElement): Promise<void> };
  };
  export default Plotly;
}
