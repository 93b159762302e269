"""The facts of daggr's example of this name."""

import gradio as gr
from daggr import FnNode, Graph, InferenceNode


def pig_latin_sentence(text):
    return " ".join(f"{word[1:]}{word[:1]}ay" for word in text.split())


original = InferenceNode(
    "openai/whisper-large-v3:replicate",
    inputs={"audio": gr.Audio(label="Audio")},
    outputs={"text": gr.Textbox(label="Text")},
)
pig_latin = FnNode(
    pig_latin_sentence, inputs={"text": original.text}, outputs={"text": gr.Textbox(label="Pig Latin")}
)
spoken = InferenceNode(
    "hexgrad/Kokoro-82M", inputs={"text": pig_latin.text}, outputs={"audio": gr.Audio(label="Audio")}
)
Graph(name="Pig Latin Voice App", nodes=[original, pig_latin, spoken]).launch()
