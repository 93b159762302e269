"""The facts of daggr's example of this name."""

import hashlib
import json
import random
import re
from pathlib import Path

import gradio as gr
from daggr import FnNode, GradioNode, Graph

STYLES = {
    "Instagram": ("aesthetic, square", "smooth", "#instagood #explore"),
    "TikTok": ("bold, vertical", "fast-paced", "#fyp #trending"),
    "Twitter/X": ("clean, horizontal", "quick", "#tech #innovation"),
    "LinkedIn": ("polished, clean", "educational", "#leadership #growth"),
}
TONES = ["Professional", "Fun & Playful", "Inspirational", "Educational", "Trending/Viral"]


def expand_content_idea(topic, platform, tone, include_cta):
    look, motion, tags = STYLES[platform]
    words = [f"#{word}" for word in re.split(r"\W+", topic.lower()) if len(word) > 3]
    return (
        f"{look}, {topic}, {tone} mood, vibrant",
        f"{look}, {topic}, {tone} mood, minimalist",
        f"{topic}, {motion}, cinematic",
        f"{topic}\n\nWhat do you think?" if include_cta else topic,
        " ".join([*words[:3], tags]),
    )


def mark(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def package_content(primary_img, alt_img, video, caption, hashtags, platform):
    package = {
        "platform": platform,
        "primary": mark(primary_img),
        "alternative": mark(alt_img),
        "film": mark(video),
        "caption": caption,
        "hashtags": hashtags,
    }
    preview = f"<figure><b>{caption}</b><figcaption>{hashtags}</figcaption></figure>"
    return json.dumps(package, indent=2, ensure_ascii=False), preview


def painted(prompt, label):
    return GradioNode(
        "hf-applications/Z-Image-Turbo",
        api_name="/generate_image",
        inputs={"prompt": prompt, "seed": random.randint(0, 999999), "width": 1024, "height": 1024},
        outputs={"image": gr.Image(label=label)},
    )


strategy = FnNode(
    expand_content_idea,
    inputs={
        "topic": gr.Textbox(label="Topic", value="the future of creativity", lines=2),
        "platform": gr.Dropdown(label="Platform", choices=list(STYLES), value="Instagram"),
        "tone": gr.Radio(label="Tone", choices=TONES, value="Inspirational"),
        "include_cta": gr.Checkbox(label="Call to action", value=True),
    },
    outputs={
        "image_prompt": gr.Textbox(label="Image Prompt"),
        "alt_image_prompt": gr.Textbox(label="Alternative Prompt"),
        "video_prompt": gr.Textbox(label="Video Prompt"),
        "caption": gr.Textbox(label="Caption", lines=4),
        "hashtags": gr.Textbox(label="Hashtags"),
    },
)
image = painted(strategy.image_prompt, "Image")
alternative = painted(strategy.alt_image_prompt, "Alternative")
film = GradioNode(
    "Lightricks/ltx-2-distilled",
    api_name="/generate_video",
    inputs={"input_image": image.image, "prompt": strategy.video_prompt, "duration": 3},
    outputs={"video": gr.Video(label="Video"), "seed": None},
)
package = FnNode(
    package_content,
    inputs={
        "primary_img": image.image,
        "alt_img": alternative.image,
        "video": film.video,
        "caption": strategy.caption,
        "hashtags": strategy.hashtags,
        "platform": strategy.image_prompt,
    },
    outputs={"package_json": gr.Code(label="Package", language="json"), "preview": gr.HTML(label="Preview")},
)
Graph(name="Viral Content Generator", nodes=[strategy, image, alternative, film, package]).launch()
