// A meal from a prompt or a photo, looked at by two models, a report, a summary, and that spoken.
import { FnNode, GradioNode, Graph, gr } from "daggr";

const painted = new GradioNode("hf-applications/Z-Image-Turbo", {
  name: "Painted meal",
  apiName: "/generate_image",
  inputs: {
    prompt: gr.Textbox({ label: "Meal", value: "A bowl of salmon, quinoa and avocado from above", lines: 3 }),
    height: 1024,
    width: 1024,
    seed: Math.random,
  },
  outputs: { image: gr.Image({ label: "Meal" }) },
});

const photo = new FnNode(({ image }) => image, {
  name: "Photo of a meal",
  inputs: { image: gr.Image({ label: "Your photo", sources: ["upload", "webcam"] }) },
  outputs: { image: gr.Image({ label: "Meal" }) },
});

const meal = painted.or(photo);

const foods = new GradioNode("gokaygokay/Florence-2", {
  apiName: "/process_image",
  inputs: {
    image: meal.image,
    task_prompt: "Dense Region Caption",
    text_input: null,
    model_id: "microsoft/Florence-2-large",
  },
  outputs: { text: gr.Textbox({ label: "Foods" }), image: gr.Image({ label: "Where they are" }) },
});

const nutrition = new GradioNode("vikhyatk/moondream2", {
  apiName: "/answer_question",
  inputs: { img: meal.image, prompt: "List the foods with calories, protein, fat, vitamins and allergens." },
  outputs: { response: gr.Textbox({ label: "Nutrition", lines: 15 }) },
});

const report = new FnNode(
  ({ foods, nutrition, date }) => `# Nutrition\n${date}\n\n## Foods\n${foods}\n\n## Analysis\n${nutrition}`,
  {
    inputs: { foods: foods.text, nutrition: nutrition.response, date: () => new Date().toDateString() },
    outputs: { report: gr.Markdown({ label: "Report" }) },
  },
);

const summary = new FnNode(
  ({ nutrition, sentences = 2 }) => nutrition.split(". ").slice(0, sentences).join(". "),
  {
    inputs: { nutrition: nutrition.response },
    outputs: { summary: gr.Textbox({ label: "In short", lines: 8 }) },
  },
);

const spoken = new GradioNode("innoai/Edge-TTS-Text-to-Speech", {
  apiName: "/tts_interface",
  inputs: { text: summary.summary, voice: "en-US-JennyNeural - en-US (Female)", rate: 0, pitch: 0 },
  outputs: { audio: gr.Audio({ label: "Spoken" }), warning: gr.Markdown({ visible: false }) },
});

export const graph = new Graph({ name: "Food Nutrition Analyzer", nodes: [foods, report, spoken] });
