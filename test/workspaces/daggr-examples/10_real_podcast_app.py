"""The facts of daggr's example of this name; pages are not fetched."""

import gradio as gr
from daggr import FnNode, Graph
from gradio_client import Client
from shared import joined

LENGTHS = {"Short (2-3 min)": 6, "Medium (5-7 min)": 12, "Long (10+ min)": 20}
STYLES = ["enthusiastic, energetic", "calm, professional", "casual, conversational", "intellectual, thoughtful"]


def extract_content(url, custom_text):
    text = custom_text.strip()
    if not text:
        raise ValueError("Give a URL, or paste some text.")
    return text, text.split("\n")[0][:50]


def generate_dialogue(content, title, host_style, episode_length):
    lines = []
    for number, point in enumerate(content.split(". ")[: LENGTHS[episode_length] // 2], 1):
        lines.append(
            {"speaker": "host", "text": f"What does part {number} of {title} say?", "voice_style": host_style}
        )
        lines.append({"speaker": "guest", "text": f"{point}.", "voice_style": "thoughtful"})
    return lines, "".join(f"<p><b>{line['speaker']}</b> {line['text']}</p>" for line in lines)


def generate_all_voice_segments(dialogue):
    client = Client("ysharma/Qwen3-TTS", verbose=False)
    spoken = [
        client.predict(
            text=line["text"],
            language="Auto",
            voice_description=line["voice_style"],
            api_name="/generate_voice_design",
        )
        for line in dialogue
    ]
    return [audio for audio, _ in spoken]


def combine_podcast(audio_files, dialogue, title):
    summary = f"<h2>{title}</h2><p>{len(audio_files)} of {len(dialogue)} segments, 2 speakers.</p>"
    return joined(audio_files, "episode"), summary


content = FnNode(
    extract_content,
    inputs={
        "url": gr.Textbox(label="Article URL", placeholder="https://…"),
        "custom_text": gr.Textbox(label="Or paste the text", lines=5),
    },
    outputs={"content": gr.Textbox(label="Content", lines=10), "title": gr.Textbox(label="Title")},
)
script = FnNode(
    generate_dialogue,
    inputs={
        "content": content.content,
        "title": content.title,
        "host_style": gr.Dropdown(label="Host", choices=STYLES, value=STYLES[0]),
        "episode_length": gr.Radio(label="Length", choices=list(LENGTHS), value="Medium (5-7 min)"),
    },
    outputs={"dialogue": gr.JSON(visible=False), "preview": gr.HTML(label="Script")},
)
segments = FnNode(
    generate_all_voice_segments,
    inputs={"dialogue": script.dialogue},
    outputs={"audio_files": gr.JSON(visible=False)},
)
episode = FnNode(
    combine_podcast,
    inputs={"audio_files": segments.audio_files, "dialogue": script.dialogue, "title": content.title},
    outputs={"podcast": gr.Audio(label="Episode"), "summary": gr.HTML(label="Summary")},
)
Graph(name="Document to Podcast Generator", nodes=[content, script, segments, episode]).launch()
