"""What functions may return in place of values: updates, components, gr.skip(); in results and in results so far."""

import os
import tempfile
from pathlib import Path

import gradio as gr
from PIL import Image
from serving import endpoint, serve

FOLDER = Path(tempfile.mkdtemp(dir=os.environ["GRADIO_TEMP_DIR"]))


def written(text):
    path = FOLDER / "out.txt"
    path.write_text(text)
    return str(path)


def picture():
    return Image.new("RGB", (32, 16), "teal")


def paint(text):
    return gr.update(value=picture(), visible=True), gr.update(value=text.upper())


def only_props(text):
    return gr.update(interactive=True), text


def skipped(text):
    return gr.skip(), text


def component(text):
    return gr.Textbox(value=text * 2, label="New label")


def choices(text):
    return gr.Dropdown(choices=[text, "b"], value=text)


def file(text):
    return gr.File(value=written(text), visible=True)


def gallery(text):
    return gr.Gallery(value=[(picture(), text)], columns=2)


def emptied(text):
    return gr.update(value=None), gr.update(value="")


def steps(text):
    yield gr.update(value=f"{text} 1"), "a"
    yield gr.skip(), gr.update(value="b")
    yield gr.update(interactive=True), gr.Textbox(value="c")


with gr.Blocks(title="updates") as demo:
    text = lambda: gr.Textbox(label="Text")  # noqa: E731
    endpoint("paint", paint, text(), [gr.Image(format="png", visible=False), text()])
    endpoint("only_props", only_props, text(), [text(), text()])
    endpoint("skipped", skipped, text(), [text(), text()])
    endpoint("component", component, text(), text())
    endpoint("choices", choices, text(), gr.Dropdown(["x"]))
    endpoint("file", file, text(), gr.File(visible=False))
    endpoint("gallery", gallery, text(), gr.Gallery(format="png"))
    endpoint("emptied", emptied, text(), [text(), text()])
    endpoint("steps", steps, text(), [text(), text()])
    endpoint("direct", paint, text(), [gr.Image(format="png"), text()], queue=False)

if __name__ == "__main__":
    serve(demo)
