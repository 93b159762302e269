"""
Stands in for all Spaces of daggr's examples, each at the path of its name. What an endpoint gives depends on its files and
texts only, not on seeds, so that two programs that call it can be compared. A text with "please fail" makes it fail.
"""

import hashlib
import os
import tempfile
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from parts.media import MEDIA, picture, tone
from PIL import Image
from serving import endpoint, rest_when_free


class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print("serving", flush=True)


def checked(text):
    if "please fail" in text:
        raise gr.Error("The Space was asked to fail.")
    return text


def painted(text):
    return picture(checked(text), 48, 32, 0)


def mark(image):
    """The same for the same pixels, however they are stored."""
    if image is None:
        raise gr.Error("The Space was given no picture.")
    return hashlib.sha256(Image.open(image).convert("RGB").tobytes()).hexdigest()[:8]


def changed(image, how="changed"):
    return picture(f"{how} {mark(image)}", 48, 32, 0)


def spoken(text):
    return tone(220 + sum(checked(text).encode()) % 440, 0.2)


def clip(*parts):
    """Players do not mind what comes after the end."""
    path = Path(tempfile.mkdtemp()) / "clip.webm"
    path.write_bytes((MEDIA / "clip.webm").read_bytes() + "/".join(parts).encode())
    return str(path)


def written(name, text):
    path = Path(tempfile.mkdtemp()) / name
    path.write_text(text)
    return str(path)


def image(label="Image"):
    return gr.Image(type="filepath", label=label)


def shown(label="Image"):
    return gr.Image(format="png", label=label)


def text(label="Text"):
    return gr.Textbox(label=label)


def number(label="Number"):
    return gr.Number(0, label=label)


def z_image_turbo():
    def generate_image(prompt, height=1024, width=1024, seed=42):
        return painted(prompt)

    endpoint("generate_image", generate_image, [text(), number(), number(), number()], shown())


def gallery_turbo():
    def generate(prompt, resolution, steps, random_seed):
        return [painted(prompt)], "7", 7

    endpoint(
        "generate",
        generate,
        [text(), text(), number(), gr.Checkbox()],
        [gr.Gallery(format="png"), text("Seed used"), number("Seed")],
    )


def background_removal():
    def from_image(image):
        return image, changed(image, "cut out")

    def to_png(f):
        path = Path(tempfile.mkdtemp()) / "cutout.png"
        changed(f, "cut out").save(path)
        return str(path)

    endpoint("image", from_image, image(), [shown("Original"), shown("Final")])
    endpoint("png", to_png, image(), gr.File())


def qwen_tts():
    def generate_voice_design(text, language, voice_description):
        return spoken(f"{checked(text)}/{voice_description}"), f"Spoke {language}."

    endpoint("generate_voice_design", generate_voice_design, [text(), text(), text()], [gr.Audio(), text("Status")])


def maya():
    def generate_speech(preset_name, description, text, temperature, max_tokens):
        return spoken(f"{preset_name}/{description}/{text}"), "Spoken."

    endpoint(
        "generate_speech", generate_speech, [text(), text(), text(), number(), number()], [gr.Audio(), text("Status")]
    )


def translator():
    def predict(text):
        return f"en français : {checked(text)}"

    endpoint("predict", predict, text(), text("Translation"))


def trellis_2():
    def image_to_3d(image, ss_guidance_strength, ss_sampling_steps):
        return f"<p>A mesh of {mark(image)} in {int(ss_sampling_steps)} steps.</p>"

    endpoint("image_to_3d", image_to_3d, [image(), number(), number()], gr.HTML())


def trellis():
    def image_to_3d(
        image, seed, ss_guidance_strength, ss_sampling_steps, slat_guidance_strength, slat_sampling_steps
    ):
        return written("state.txt", mark(image)), clip(mark(image))

    def extract_glb(state_path, mesh_simplify, texture_size):
        return written("mesh.obj", f"# {Path(state_path).read_text()}\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")

    endpoint("image_to_3d", image_to_3d, [image(), *(number() for _ in range(5))], [gr.File(), gr.Video()])
    endpoint("extract_glb", extract_glb, [gr.File(), number(), number()], gr.Model3D())


def flux_dev():
    def infer(prompt, height, width, seed):
        return painted(prompt)

    endpoint("infer", infer, [text(), number(), number(), number()], shown())


def rembg():
    def remove_background(image):
        return changed(image, "cut out"), image

    endpoint("remove_background", remove_background, image(), [shown(), shown("Original")])


def first_last_frame():
    def generate_video(
        start_image_pil,
        end_image_pil,
        prompt,
        negative_prompt,
        duration_seconds,
        steps,
        guidance_scale,
        randomize_seed,
    ):
        return clip(mark(start_image_pil), mark(end_image_pil), checked(prompt)), 7

    endpoint(
        "generate_video",
        generate_video,
        [image(), image(), text(), text(), number(), number(), number(), gr.Checkbox()],
        [gr.Video(), number("Seed")],
    )


def ltx():
    def generate_video(input_image, prompt, duration):
        return clip(mark(input_image), checked(prompt)), 7

    endpoint("generate_video", generate_video, [image(), text(), number()], [gr.Video(), number("Seed")])


def flux_schnell():
    def infer(prompt, seed, randomize_seed, width, height, num_inference_steps):
        return painted(prompt), 7

    endpoint(
        "infer",
        infer,
        [text(), number(), gr.Checkbox(), number(), number(), number()],
        [shown(), number("Seed")],
    )


def enhancer():
    def process(
        input_image,
        prompt,
        negative_prompt,
        seed,
        upscale_factor,
        controlnet_scale,
        controlnet_decay,
        condition_scale,
        tile_width,
        tile_height,
        denoise_strength,
        num_inference_steps,
        solver,
    ):
        return input_image, changed(input_image, "enhanced")

    numbers = [number() for _ in range(9)]
    endpoint("process", process, [image(), text(), text(), *numbers, text()], gr.ImageSlider(format="png"))


def depth():
    def on_submit(image):
        both = image, changed(image, "depth")
        return both, written("gray.txt", f"gray {mark(image)}"), written("raw.txt", f"raw {mark(image)}")

    endpoint("on_submit", on_submit, image(), [gr.ImageSlider(format="png"), gr.File(), gr.File()])


def florence():
    def process_image(image, task_prompt, text_input, model_id):
        return f"{task_prompt}: {mark(image)}", changed(image, task_prompt)

    endpoint("process_image", process_image, [image(), text(), text(), text()], [text("Output"), shown()])


def moondream():
    def answer_question(img, prompt):
        return f"The picture {mark(img)}. It is small."

    endpoint("answer_question", answer_question, [image(), text()], text("Response"))


def edge_tts():
    def tts_interface(text, voice, rate, pitch):
        return spoken(f"{voice}/{text}"), ""

    endpoint("tts_interface", tts_interface, [text(), text(), number(), number()], [gr.Audio(), gr.Markdown()])


SPACES = {
    "hf-applications/Z-Image-Turbo": z_image_turbo,
    "Tongyi-MAI/Z-Image-Turbo": gallery_turbo,
    "hf-applications/background-removal": background_removal,
    "merve/background-removal": background_removal,
    "Qwen/Qwen3-TTS": qwen_tts,
    "ysharma/Qwen3-TTS": qwen_tts,
    "abidlabs/tts": qwen_tts,
    "maya-research/maya1": maya,
    "abidlabs/en2fr": translator,
    "microsoft/TRELLIS.2": trellis_2,
    "hysts-mcp/TRELLIS": trellis,
    "hysts-mcp/FLUX.1-dev": flux_dev,
    "hysts-mcp/rembg": rembg,
    "multimodalart/wan-2-2-first-last-frame": first_last_frame,
    "Lightricks/ltx-2-distilled": ltx,
    "black-forest-labs/FLUX.1-schnell": flux_schnell,
    "finegrain/finegrain-image-enhancer": enhancer,
    "depth-anything/Depth-Anything-V2": depth,
    "gokaygokay/Florence-2": florence,
    "vikhyatk/moondream2": moondream,
    "innoai/Edge-TTS-Text-to-Speech": edge_tts,
}

if __name__ == "__main__":
    app = FastAPI()
    app.get("/spaces")(lambda: list(SPACES))
    folder = os.environ.get("GRADIO_TEMP_DIR") or tempfile.mkdtemp()
    for name, build in SPACES.items():
        # Spaces share no files: one may read what another one is still writing.
        os.environ["GRADIO_TEMP_DIR"] = str(Path(folder) / name.replace("/", "-"))
        with gr.Blocks(title=name) as demo:
            build()
        demo.queue(default_concurrency_limit=8)
        rest_when_free(demo)
        gr.mount_gradio_app(app, demo, path=f"/{name}", show_error=True)
    Server(uvicorn.Config(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")).run()
