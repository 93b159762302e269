"""What the podcasts and the slideshow share; `shared.ts` beside the translations is the same."""

import tempfile
from pathlib import Path

import gradio as gr
from daggr import FnNode, GradioNode, ItemList


def designed_voice(space, label, language, description, text, status):
    return GradioNode(
        space,
        api_name="/generate_voice_design",
        inputs={
            "voice_description": gr.Textbox(label=f"{label} Voice Description", value=description, lines=3),
            "language": language,
            "text": text,
        },
        outputs={"audio": gr.Audio(label=f"{label} Voice"), "status": status},
    )


def joined(paths, name):
    """Stands for a program that mixes sound or cuts film: writes one file after the other."""
    target = Path(tempfile.mkdtemp()) / (name + Path(paths[0]).suffix)
    target.write_bytes(b"".join(Path(path).read_bytes() for path in paths))
    return str(target)


def generate_dialogue(topic):
    return [
        {"speaker": "Host", "text": "Good to have you all here."},
        {"speaker": "Guest", "text": "Glad to be on."},
        {"speaker": "Host", "text": f"Our subject today: {topic}."},
        {"speaker": "Guest", "text": "I could talk about that for hours."},
    ]


def chatterbox(text, speaker, host_audio, guest_audio):
    return host_audio if speaker == "Host" else guest_audio


def combine_audio_files(audio_files):
    return joined(audio_files, "full")


def podcast(host_voice, guest_voice):
    """The nodes that both podcasts have after their voices."""
    dialogue = FnNode(
        generate_dialogue,
        inputs={"topic": gr.Textbox(label="Topic", value="AI in healthcare")},
        outputs={"items": ItemList(speaker=gr.Dropdown(choices=["Host", "Guest"]), text=gr.Textbox(lines=2))},
    )
    samples = FnNode(
        chatterbox,
        inputs={
            "text": dialogue.items.text,
            "speaker": dialogue.items.speaker,
            "host_audio": host_voice.audio,
            "guest_audio": guest_voice.audio,
        },
        outputs={"audio": gr.Audio(label="Sample")},
    )
    full = FnNode(
        combine_audio_files,
        inputs={"audio_files": samples.audio.all()},
        outputs={"audio": gr.Audio(label="Full Audio")},
    )
    return [host_voice, guest_voice, dialogue, samples, full]
