"""Endpoints on images, sound, video, files and 3D models."""

import hashlib
import os
import random
import tempfile
from pathlib import Path

import gradio as gr
import numpy as np
from PIL import Image, ImageDraw, ImageOps
from serving import endpoint

MEDIA = Path(__file__).parent.parent / "media"
RATE = 22050


def picture(prompt, width, height, seed):
    """The same picture for the same arguments: discs in random colours, and the prompt."""
    width, height = int(width), int(height)
    chance = random.Random(f"{prompt}/{seed}")
    colour = lambda: tuple(chance.randrange(256) for _ in range(3))  # noqa: E731
    image = Image.new("RGB", (width, height), colour())
    draw = ImageDraw.Draw(image)
    for _ in range(24):
        x, y, r = chance.randrange(width), chance.randrange(height), chance.randrange(4, max(5, width // 6))
        draw.ellipse((x - r, y - r, x + r, y + r), fill=colour())
    draw.text((8, 8), prompt, fill="white", stroke_width=1, stroke_fill="black")
    return image


def tone(frequency, seconds):
    """A sine tone as Gradio's numpy audio."""
    time = np.arange(int(RATE * seconds)) / RATE
    return RATE, (np.sin(2 * np.pi * frequency * time) * 0.4 * 32767).astype(np.int16)


def describe_file(path):
    content = Path(path).read_bytes()
    return {
        "name": os.path.basename(path),
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def image_size(image):
    return {"width": image.width, "height": image.height, "mode": image.mode}


def written(name, text):
    path = Path(tempfile.mkdtemp()) / name
    path.write_text(text)
    return str(path)


def make_files(count):
    return [written(f"part {i + 1}.txt", f"file {i + 1}") for i in range(int(count))]


def file_names(files):
    return [os.path.basename(path) for path in files or []]


def cube():
    corners = [(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)]
    faces = [(1, 2, 4, 3), (5, 6, 8, 7), (1, 2, 6, 5), (3, 4, 8, 7), (1, 3, 7, 5), (2, 4, 8, 6)]
    lines = [f"v {x} {y} {z}" for x, y, z in corners] + [f"f {a} {b} {c} {d}" for a, b, c, d in faces]
    return written("cube.obj", "\n".join(lines) + "\n")


def build():
    endpoint(
        "draw",
        picture,
        [gr.Textbox(), gr.Number(256), gr.Number(256), gr.Number(0)],
        gr.Image(format="png"),
    )
    endpoint("invert", lambda image: ImageOps.invert(image.convert("RGB")), gr.Image(type="pil"), gr.Image(format="png"))
    endpoint("image_size", image_size, gr.Image(type="pil", image_mode=None), gr.JSON())
    endpoint("tone", tone, [gr.Number(440), gr.Number(0.5)], gr.Audio())
    endpoint("sound_seconds", lambda sound: len(sound[1]) / sound[0], gr.Audio(type="numpy"), gr.Number())
    endpoint("clip", lambda: str(MEDIA / "clip.webm"), None, gr.Video())
    endpoint("clip_info", describe_file, gr.Video(), gr.JSON())
    endpoint("make_file", written, [gr.Textbox("note.txt"), gr.Textbox()], gr.File())
    endpoint("file_info", describe_file, gr.File(), gr.JSON())
    endpoint("same_file", lambda path: path, gr.File(), gr.File())
    endpoint("make_files", make_files, gr.Number(2), gr.File(file_count="multiple"))
    endpoint("file_names", file_names, gr.File(file_count="multiple"), gr.JSON())
    endpoint("cube", cube, None, gr.Model3D())
    endpoint("model_info", describe_file, gr.Model3D(), gr.JSON())
