"""The facts of daggr's example of this name."""

import gradio as gr
from daggr import Graph
from shared import designed_voice, podcast

host = designed_voice(
    "abidlabs/tts", "Host", "Auto", "A deep, professional voice.", "Hello, I am the host.", gr.Text(visible=False)
)
guest = designed_voice(
    "abidlabs/tts", "Guest", "Auto", "A young, energetic voice.", "Hello, I am the guest.", gr.Text(visible=False)
)
Graph(name="Mock Podcast Generator", nodes=podcast(host, guest)).launch()
