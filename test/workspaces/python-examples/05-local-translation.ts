// A Space that is cloned and run on this machine.
import { GradioNode, Graph, gr } from "daggr";

const translator = new GradioNode("abidlabs/en2fr", {
  name: "en2fr",
  apiName: "/predict",
  runLocally: true,
  inputs: { text: gr.Textbox({ label: "English Text", value: "How are you today?", lines: 3 }) },
  outputs: { translation: gr.Textbox({ label: "French Translation" }) },
});

export const graph = new Graph({ name: "English to French Translator (Local)", nodes: [translator] });
