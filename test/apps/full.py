"""The core, and what only Gradio 6 has."""

import gradio as gr
from parts import data, media, text, work
from PIL import ImageFilter
from serving import endpoint, serve


def edited(editor):
    """The composite picture's size and the number of layers drawn upon it."""
    return {"size": list(editor["composite"].size), "layers": len(editor["layers"])}


def compare(image):
    return image, image.filter(ImageFilter.GaussianBlur(4))


def interactive_plot():
    import plotly.graph_objects as go

    return go.Figure(go.Bar(x=["a", "b", "c"], y=[1, 3, 2]))


def dialogue(lines):
    return "\n".join(f"{line['speaker']}: {line['text']}" for line in lines)


with gr.Blocks(title="full") as demo:
    text.build()
    media.build()
    data.build()
    work.build()
    endpoint("edited", edited, gr.ImageEditor(type="pil"), gr.JSON())
    endpoint("compare", compare, gr.Image(type="pil"), gr.ImageSlider(format="png"))
    endpoint("interactive_plot", interactive_plot, None, gr.Plot())
    endpoint("dialogue", dialogue, gr.Dialogue(speakers=["Host", "Guest"], type="list"), gr.Textbox())

if __name__ == "__main__":
    serve(demo)
