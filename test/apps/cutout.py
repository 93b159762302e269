"""Stands in for hf-applications/background-removal: keeps an ellipse in the middle, the rest becomes transparent."""

import tempfile
import urllib.request
from io import BytesIO
from pathlib import Path

import gradio as gr
from PIL import Image, ImageDraw
from serving import endpoint, serve


def cut(image):
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).ellipse((image.width // 8, image.height // 8, image.width * 7 // 8, image.height * 7 // 8), fill=255)
    final = image.convert("RGBA")
    final.putalpha(mask)
    return final


def from_image(image):
    return image, cut(image)


def from_url(url):
    with urllib.request.urlopen(url) as response:
        image = Image.open(BytesIO(response.read())).convert("RGB")
    return image, cut(image)


def to_png(f):
    path = Path(tempfile.mkdtemp()) / f"{Path(f).stem}.png"
    cut(Image.open(f).convert("RGB")).save(path)
    return str(path)


def both():
    return [gr.Image(label="Original", format="png"), gr.Image(label="Final", format="png")]


with gr.Blocks(title="background-removal") as demo:
    endpoint("image", from_image, gr.Image(type="pil", label="Image"), both())
    endpoint("text", from_url, gr.Textbox(label="Image URL"), both())
    endpoint("png", to_png, gr.Image(type="filepath", label="Image"), gr.File(label="PNG"))

if __name__ == "__main__":
    serve(demo)
