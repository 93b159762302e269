"""What endpoints return, for nodes whose outputs may not fit it."""

import os
import tempfile
from pathlib import Path

import gradio as gr
from PIL import Image
from serving import endpoint, serve

FOLDER = Path(tempfile.mkdtemp(dir=os.environ["GRADIO_TEMP_DIR"]))
calls = []


def picture():
    return Image.new("RGB", (16, 16), "red")


def paint(prompt):
    calls.append(prompt)
    return picture(), 42, [(picture(), "one"), (picture(), "two")]


def data(prompt):
    """Anything, so that only a call shows what it is."""
    calls.append(prompt)
    return picture(), {"words": prompt.split()}, prompt.upper()


def several():
    """A list from what is described as one file, as many apps give it."""
    paths = [FOLDER / name for name in ("a.png", "b.png")]
    for path in paths:
        picture().save(path)
    return [str(path) for path in paths]


with gr.Blocks() as demo:
    words = gr.Textbox("a fox", label="Prompt")
    image, seed = gr.Image(label="Image", format="png"), gr.Number(label="Seed")
    endpoint("paint", paint, words, [image, seed, gr.Gallery(label="All", format="png")])
    endpoint("data", data, words, [image, gr.JSON(label="Data"), gr.Textbox(label="Loud")])
    endpoint("several", several, None, gr.File(label="Files"))
    endpoint("told", lambda: list(calls), None, gr.JSON())

if __name__ == "__main__":
    serve(demo)
