"""The facts of daggr's example of this name."""

import gradio as gr
from daggr import GradioNode, Graph

description = gr.Textbox(label="Voice", value="A deep, calm voice.", lines=3)
text = gr.Textbox(label="Text to Speak", value="Welcome to the show!", lines=3)
qwen = GradioNode(
    "Qwen/Qwen3-TTS",
    api_name="/generate_voice_design",
    inputs={"voice_description": description, "language": "Auto", "text": text},
    outputs={"audio": gr.Audio(label="Qwen"), "status": None},
)
maya = GradioNode(
    "maya-research/maya1",
    api_name="/generate_speech",
    inputs={
        "preset_name": "Male American",
        "description": description,
        "text": text,
        "temperature": 0.4,
        "max_tokens": 1500,
    },
    outputs={"audio": gr.Audio(label="Maya"), "status": None},
)
Graph(name="Voice Designing Comparator", nodes=[qwen, maya]).launch()
