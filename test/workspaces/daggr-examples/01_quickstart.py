"""The facts of daggr's example of this name."""

import random

import gradio as gr
from daggr import GradioNode, Graph

painted = GradioNode(
    "hf-applications/Z-Image-Turbo",
    api_name="/generate_image",
    inputs={
        "prompt": gr.Textbox(label="Prompt", value="A cheetah in tall grass.", lines=3),
        "height": 1024,
        "width": 1024,
        "seed": random.random,
    },
    outputs={"image": gr.Image(label="Image")},
)
cutout = GradioNode(
    "hf-applications/background-removal",
    api_name="/image",
    inputs={"image": painted.image},
    postprocess=lambda _, final: final,
    outputs={"image": gr.Image(label="Final Image")},
)
Graph(name="Transparent Background Image Generator", nodes=[painted, cutout]).launch()
