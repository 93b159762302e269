"""The facts of daggr's example of this name,
without its preprocessing, which Gradio's apps of today refuse: it makes bare paths of files."""

import gradio as gr
from daggr import GradioNode, Graph

VOICES = {
    "Aria": "en-US-AriaNeural - en-US (Female)",
    "Guy": "en-US-GuyNeural - en-US (Male)",
    "Sonia": "en-GB-SoniaNeural - en-GB (Female)",
    "Ryan": "en-GB-RyanNeural - en-GB (Male)",
}
image = GradioNode(
    "black-forest-labs/FLUX.1-schnell",
    api_name="/infer",
    inputs={
        "prompt": gr.Textbox(label="Image Prompt", value="A koi pond under cherry blossoms", lines=2),
        "seed": 0,
        "randomize_seed": True,
        "width": 1024,
        "height": 1024,
        "num_inference_steps": 4,
    },
    outputs={"result": gr.Image(label="Image"), "seed": gr.Number(visible=False)},
)
description = GradioNode(
    "vikhyatk/moondream2",
    api_name="/answer_question",
    inputs={"img": image.result, "prompt": "Describe colours, mood and composition."},
    outputs={"response": gr.Textbox(label="Description", lines=5)},
)
speech = GradioNode(
    "innoai/Edge-TTS-Text-to-Speech",
    api_name="/tts_interface",
    inputs={
        "text": description.response,
        "voice": gr.Dropdown(label="Voice", choices=list(VOICES.values()), value=VOICES["Aria"]),
        "rate": 0,
        "pitch": 0,
    },
    outputs={"generated_audio": gr.Audio(label="Audio Description"), "warning": gr.Markdown(visible=False)},
)
Graph(name="Accessible Image Description", nodes=[image, description, speech]).launch()
