"""The facts of daggr's example of this name; the pictures are not made smaller."""

import gradio as gr
from daggr import FnNode, GradioNode, Graph
from shared import joined

SCENES = [
    "A mountain lake at sunrise",
    "A forest in mist",
    "Waves on rocks at sunset",
    "The milky way over a desert",
    "Northern lights over ice",
]
style = gr.Textbox(label="Transition Style", value="A smooth morph with natural movement")


def resize(image_path, size=256):
    return joined([image_path], str(size))


def combine(v1, v2, v3, v4):
    return joined([v1, v2, v3, v4], "slideshow")


images = [
    GradioNode(
        "Tongyi-MAI/Z-Image-Turbo",
        api_name="/generate",
        name=f"Image {number}",
        inputs={
            "prompt": gr.Textbox(label=f"Scene {number}", value=scene, lines=2),
            "resolution": "1280x720 ( 16:9 )",
            "steps": 8,
            "random_seed": True,
        },
        postprocess=lambda images, seed_used, seed: images[0]["image"],
        outputs={"image": gr.Image(label=f"Scene {number}")},
    )
    for number, scene in enumerate(SCENES, 1)
]
frames = [
    FnNode(
        resize,
        name=f"Resize {number}",
        inputs={"image_path": image.image},
        outputs={"resized": gr.Image()},
    )
    for number, image in enumerate(images, 1)
]
transitions = [
    GradioNode(
        "multimodalart/wan-2-2-first-last-frame",
        api_name="/generate_video",
        name=f"Transition {number}→{number + 1}",
        inputs={
            "start_image_pil": start.resized,
            "end_image_pil": end.resized,
            "prompt": style,
            "negative_prompt": "blurry, distorted",
            "duration_seconds": 2.0,
            "steps": 8,
            "guidance_scale": 1.0,
            "randomize_seed": True,
        },
        postprocess=lambda video, seed: video,
        outputs={"video": gr.Video(label=f"Transition {number}→{number + 1}")},
    )
    for number, (start, end) in enumerate(zip(frames, frames[1:]), 1)
]
slideshow = FnNode(
    combine,
    name="Combine Slideshow",
    inputs={f"v{number}": node.video for number, node in enumerate(transitions, 1)},
    outputs={"final_video": gr.Video(label="Final Slideshow")},
)
Graph(name="Slideshow with Smooth Transitions", nodes=[*images, *frames, *transitions, slideshow]).launch()
