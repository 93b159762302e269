"""The facts of daggr's example of this name."""

import random

import gradio as gr
from daggr import GradioNode, Graph, InputNode


def size(label):
    return gr.Slider(label=label, value=1024, minimum=1024, maximum=4096, step=128)


parameters = InputNode(
    "Parameters-Test",
    ports={
        "prompt": gr.Textbox(label="Prompt", value="A cheetah in tall grass.", lines=3),
        "height": size("Height"),
        "width": size("Width"),
    },
)
painted = GradioNode(
    "hf-applications/Z-Image-Turbo",
    api_name="/generate_image",
    inputs={
        "prompt": parameters.prompt,
        "height": parameters.height,
        "width": parameters.width,
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
Graph(name="Transparent Background with Parameters", nodes=[painted, cutout]).launch()
