// A painted meal, looked at by two models, a report, a summary, and that spoken.
import { FnNode, GradioNode, Graph, gr } from "daggr";

const meal = new GradioNode("hf-applications/Z-Image-Turbo", {
  name: "Z-Image-Turbo",
  apiName: "/generate_image",
  inputs: {
    prompt: gr.Textbox({ label: "Meal", value: "A bowl of salmon, quinoa and avocado from above", lines: 3 }),
    height: 1024,
    width: 1024,
    seed: Math.random,
  },
  outputs: { image: gr.Image({ label: "Meal" }) },
});

const foods = new GradioNode("gokaygokay/Florence-2", {
  name: "Florence-2",
  apiName: "/process_image",
  inputs: {
    image: meal.image,
    task_prompt: "Dense Region Caption",
    text_input: null,
    model_id: "microsoft/Florence-2-large",
  },
  outputs: {
    output_text: gr.Textbox({ label: "Foods" }),
    output_image: gr.Image({ label: "Where they are" }),
  },
});

const nutrition = new GradioNode("vikhyatk/moondream2", {
  name: "moondream2",
  apiName: "/answer_question",
  inputs: { img: meal.image, prompt: "List the foods with calories, protein, fat, vitamins and allergens." },
  outputs: { response: gr.Textbox({ label: "Nutrition", lines: 15 }) },
});

const report = new FnNode(
  ({ food_items, nutrition_analysis }) =>
    `# Nutrition\n\n## Foods\n${food_items}\n\n## Analysis\n${nutrition_analysis}`,
  {
    name: "create_nutrition_report",
    inputs: { food_items: foods.output_text, nutrition_analysis: nutrition.response },
    outputs: { report: gr.Markdown({ label: "Report" }) },
  },
);

const summary = new FnNode(
  ({ nutrition_analysis, sentences = 1 }) => nutrition_analysis.split(". ").slice(0, sentences).join(". "),
  {
    name: "extract_calorie_summary",
    inputs: { nutrition_analysis: nutrition.response },
    outputs: { summary: gr.Textbox({ label: "In short", lines: 8 }) },
  },
);

const spoken = new GradioNode("innoai/Edge-TTS-Text-to-Speech", {
  name: "Edge-TTS-Text-to-Speech",
  apiName: "/tts_interface",
  inputs: { text: summary.summary, voice: "en-US-JennyNeural - en-US (Female)", rate: 0, pitch: 0 },
  outputs: { generated_audio: gr.Audio({ label: "Spoken" }), warning: gr.Markdown({ visible: false }) },
});

export const graph = new Graph({ name: "Food Nutrition Analyzer", nodes: [foods, report, spoken] });
