"""The facts of daggr's example of this name."""

import gradio as gr
from daggr import GradioNode, Graph

translator = GradioNode(
    "abidlabs/en2fr",
    api_name="/predict",
    run_locally=True,
    inputs={"text": gr.Textbox(label="English Text", value="How are you today?", lines=3)},
    outputs={"translation": gr.Textbox(label="French Translation")},
)
Graph(name="English to French Translator (Local)", nodes=[translator]).launch()
