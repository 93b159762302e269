"""The facts of daggr's example of this name,
without its preprocessing, which Gradio's apps of today refuse: it makes bare paths of files."""

import gradio as gr
from daggr import GradioNode, Graph

product = GradioNode(
    "black-forest-labs/FLUX.1-schnell",
    api_name="/infer",
    inputs={
        "prompt": gr.Textbox(label="Product", value="Matte black wireless headphones on white", lines=3),
        "seed": 0,
        "randomize_seed": True,
        "width": 1024,
        "height": 1024,
        "num_inference_steps": 4,
    },
    outputs={"result": gr.Image(label="Product Image"), "seed": gr.Number(visible=False)},
)
cutout = GradioNode(
    "hf-applications/background-removal",
    api_name="/png",
    inputs={"f": product.result},
    outputs={"output_png_file": gr.File(label="Transparent PNG")},
)
enhanced = GradioNode(
    "finegrain/finegrain-image-enhancer",
    api_name="/process",
    inputs={
        "input_image": product.result,
        "prompt": "sharp details, professional lighting",
        "negative_prompt": "blurry, noise",
        "seed": 42,
        "upscale_factor": 2,
        "controlnet_scale": 0.6,
        "controlnet_decay": 1.0,
        "condition_scale": 6,
        "tile_width": 112,
        "tile_height": 144,
        "denoise_strength": 0.35,
        "num_inference_steps": 18,
        "solver": "DDIM",
    },
    outputs={"before__after": gr.Image(label="Before")},
)
depth = GradioNode(
    "depth-anything/Depth-Anything-V2",
    api_name="/on_submit",
    inputs={"image": product.result},
    outputs={
        "depth_map_with_slider_view": gr.Image(label="Depth Map"),
        "grayscale_depth_map": gr.File(label="Grayscale"),
        "16bit_raw_output_can_be_considered_as_disparity": gr.File(visible=False),
    },
)


def florence(task, label, visible):
    return GradioNode(
        "gokaygokay/Florence-2",
        api_name="/process_image",
        inputs={
            "image": product.result,
            "task_prompt": task,
            "text_input": None,
            "model_id": "microsoft/Florence-2-large",
        },
        outputs={"output_text": gr.Textbox(label=label), "output_image": gr.Image(visible=visible)},
    )


objects = florence("Object Detection", "Objects", True)
description = GradioNode(
    "vikhyatk/moondream2",
    api_name="/answer_question",
    inputs={"img": product.result, "prompt": "Describe this product for a shop."},
    outputs={"response": gr.Textbox(label="Description", lines=5)},
)
caption = florence("Caption", "Caption", False)


def spoken(language, voice):
    return GradioNode(
        "innoai/Edge-TTS-Text-to-Speech",
        api_name="/tts_interface",
        inputs={"text": description.response, "voice": voice, "rate": 0, "pitch": 0},
        outputs={"generated_audio": gr.Audio(label=language), "warning": gr.Markdown(visible=False)},
    )


audios = [
    spoken("US English", "en-US-AriaNeural - en-US (Female)"),
    spoken("UK English", "en-GB-SoniaNeural - en-GB (Female)"),
    spoken("Spanish", "es-ES-ElviraNeural - es-ES (Female)"),
]
Graph(
    name="E-Commerce Product Content Generator",
    nodes=[product, cutout, enhanced, depth, objects, description, caption, *audios],
).launch()
