"""Stands in for hf-applications/Z-Image-Turbo: draws a picture from the prompt, step by step."""

import os
import time

import gradio as gr
from parts.media import picture
from serving import endpoint, serve

STEP_SECONDS = float(os.environ.get("STEP_SECONDS", "0.1"))


def generate_image(prompt, height, width, seed, progress=gr.Progress()):
    if not prompt.strip():
        raise gr.Error("Enter a prompt first.")
    for step in range(8):
        progress((step, 8), desc=f"Denoising {step + 1}/8")
        time.sleep(STEP_SECONDS)
    return picture(prompt, width, height, seed)


with gr.Blocks(title="Z-Image-Turbo") as demo:
    endpoint(
        "generate_image",
        generate_image,
        [gr.Textbox(label="Prompt"), gr.Number(1024, label="Height"), gr.Number(1024, label="Width"), gr.Number(42, label="Seed")],
        gr.Image(label="Image", format="png"),
        concurrency_limit=4,
    )

if __name__ == "__main__":
    serve(demo)
