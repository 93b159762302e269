"""The facts of daggr's example of this name; the picture is not made smaller."""

import gradio as gr
from daggr import FnNode, GradioNode, Graph, InferenceNode
from shared import joined


def downscale(image, scale):
    return joined([image], "small")


cutout = GradioNode(
    "merve/background-removal",
    api_name="/image",
    run_locally=True,
    inputs={"image": gr.Image()},
    outputs={"original_image": None, "final_image": gr.Image(label="Final Image")},
)
downscaled = FnNode(
    downscale,
    name="Downscale image for Inference",
    inputs={
        "image": cutout.final_image,
        "scale": gr.Slider(label="Factor", minimum=0.25, maximum=0.75, step=0.05, value=0.25),
    },
    outputs={"image": gr.Image(label="Downscaled Image", type="filepath")},
)
enhanced = InferenceNode(
    "black-forest-labs/FLUX.2-klein-4B:fal-ai",
    inputs={
        "image": downscaled.image,
        "prompt": gr.Textbox(label="Prompt", value="A clean render of a 3D asset", lines=3),
    },
    outputs={"image": gr.Image(label="Enhanced Image")},
)
asset = GradioNode(
    "microsoft/TRELLIS.2",
    api_name="/image_to_3d",
    inputs={"image": enhanced.image, "ss_guidance_strength": 7.5, "ss_sampling_steps": 12},
    outputs={"glb": gr.HTML(label="3D Asset")},
)
Graph(name="Image to 3D Asset Pipeline", nodes=[cutout, downscaled, enhanced, asset]).launch()
