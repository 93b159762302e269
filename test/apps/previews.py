"""Files that change under one path, and streamed recordings."""

import os
import tempfile
import time
from pathlib import Path

import gradio as gr
from PIL import Image
from serving import endpoint, serve

FOLDER = Path(tempfile.mkdtemp(dir=os.environ["GRADIO_TEMP_DIR"]))
gr.set_static_paths([FOLDER])
NEW = not gr.__version__.startswith("4")


def diffuse(steps, seconds):
    """Writes each preview over the one before, as many training and diffusion apps do."""
    path = FOLDER / f"preview-{time.time_ns()}.png"
    for i in range(int(steps)):
        Image.new("RGB", (8 * (i + 1), 8), "teal").save(path)
        yield str(path)
        time.sleep(seconds)


def shared(steps, seconds):
    """As above, at the same path for every call."""
    path = FOLDER / "shared.png"
    for i in range(int(steps)):
        Image.new("RGB", (8 * (i + 1), 8), "teal").save(path)
        yield str(path)
        time.sleep(seconds)


def rewritten(steps, seconds):
    """One size, other bytes, at one path."""
    path = FOLDER / f"same-{time.time_ns()}.txt"
    for i in range(int(steps)):
        path.write_text(f"step {i + 1}")
        yield [str(path)]
        time.sleep(seconds)


def gallery(steps, seconds):
    path = FOLDER / f"grid-{time.time_ns()}.png"
    for i in range(int(steps)):
        Image.new("RGB", (8 * (i + 1), 8), "teal").save(path)
        yield [(str(path), f"step {i + 1}")]
        time.sleep(seconds)


def chunks(count):
    for i in range(int(count)):
        yield f"chunk {i + 1};".encode()
        time.sleep(0.1)


def clips(count):
    for i in range(int(count)):
        path = FOLDER / f"clip-{time.time_ns()}.ts"
        path.write_bytes(f"chunk {i + 1};".encode())
        yield str(path)
        time.sleep(0.1)


if NEW:

    class Sound(gr.Audio):
        """Takes chunks as they are, since encoding needs ffmpeg."""

        async def stream_output(self, value, output_id, first_chunk):
            described = {
                "path": output_id,
                "is_stream": True,
                "orig_name": "audio-stream.mp3",
                "meta": {"_type": "gradio.FileData"},
            }
            if value is None:
                return None, described
            return {"data": value, "duration": 1.0, "extension": ".aac"}, described

    class Clip(gr.Video):
        """Cannot make one file of its chunks, as where ffmpeg is missing."""

        def postprocess(self, value):
            return value

        async def stream_output(self, value, output_id, first_chunk):
            described = {
                "path": output_id,
                "is_stream": True,
                "orig_name": "video-stream.mp4",
                "meta": {"_type": "gradio.FileData"},
            }
            if value is None:
                return None, described
            return {"data": Path(value).read_bytes(), "duration": 1.0, "extension": ".ts"}, described

        async def combine_stream(self, *_, **__):
            raise RuntimeError("no ffmpeg")


with gr.Blocks(title="previews") as demo:
    steps = lambda: [gr.Number(3), gr.Number(0.3)]  # noqa: E731
    endpoint("diffuse", diffuse, steps(), gr.Image(type="filepath"))
    endpoint("diffuse_file", diffuse, steps(), gr.File())
    one = {"concurrency_limit": 1, "concurrency_id": "shared"}
    endpoint("shared", shared, steps(), gr.Image(type="filepath"), **one)
    endpoint("shared_file", shared, steps(), gr.File(), **one)
    endpoint("rewritten", rewritten, steps(), gr.File(file_count="multiple"))
    endpoint("gallery", gallery, steps(), gr.Gallery())
    Audio = Sound if NEW else gr.Audio
    endpoint("say", chunks, gr.Number(3), Audio(streaming=True, autoplay=True))
    if NEW:
        endpoint("film", clips, gr.Number(3), Clip(streaming=True, autoplay=True))

if __name__ == "__main__":
    serve(demo)
