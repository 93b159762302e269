"""The facts of daggr's example of this name,
without its preprocessing, which Gradio's apps of today refuse: it makes bare paths of files."""

import random

import gradio as gr
from daggr import FnNode, GradioNode, Graph


def create_nutrition_report(food_items, nutrition_analysis):
    return f"# Nutrition\n\n## Foods\n{food_items}\n\n## Analysis\n{nutrition_analysis}"


def extract_calorie_summary(nutrition_analysis):
    return nutrition_analysis.split(". ")[0]


meal = GradioNode(
    "hf-applications/Z-Image-Turbo",
    api_name="/generate_image",
    inputs={
        "prompt": gr.Textbox(label="Meal", value="A bowl of salmon, quinoa and avocado from above", lines=3),
        "height": 1024,
        "width": 1024,
        "seed": random.random,
    },
    outputs={"image": gr.Image(label="Meal")},
)
foods = GradioNode(
    "gokaygokay/Florence-2",
    api_name="/process_image",
    inputs={
        "image": meal.image,
        "task_prompt": "Dense Region Caption",
        "text_input": None,
        "model_id": "microsoft/Florence-2-large",
    },
    outputs={"output_text": gr.Textbox(label="Foods"), "output_image": gr.Image(label="Where they are")},
)
nutrition = GradioNode(
    "vikhyatk/moondream2",
    api_name="/answer_question",
    inputs={
        "img": meal.image,
        "prompt": "List the foods with calories, protein, fat, vitamins and allergens.",
    },
    outputs={"response": gr.Textbox(label="Nutrition", lines=15)},
)
report = FnNode(
    create_nutrition_report,
    inputs={"food_items": foods.output_text, "nutrition_analysis": nutrition.response},
    outputs={"report": gr.Markdown(label="Report")},
)
summary = FnNode(
    extract_calorie_summary,
    inputs={"nutrition_analysis": nutrition.response},
    outputs={"summary": gr.Textbox(label="In short", lines=8)},
)
speech = GradioNode(
    "innoai/Edge-TTS-Text-to-Speech",
    api_name="/tts_interface",
    inputs={"text": summary.summary, "voice": "en-US-JennyNeural - en-US (Female)", "rate": 0, "pitch": 0},
    outputs={"generated_audio": gr.Audio(label="Spoken"), "warning": gr.Markdown(visible=False)},
)
Graph(name="Food Nutrition Analyzer", nodes=[meal, foods, nutrition, report, summary, speech]).launch()
