"""Stands in for the text-to-speech Spaces of the examples: a tone whose pitch comes from the voice, its length from the text."""

import gradio as gr
import numpy as np
from parts.media import RATE, picture, tone
from serving import endpoint, serve


def spoken(voice, text):
    pitch = 110 + sum(voice.encode()) % 440
    return tone(pitch, min(4.0, 0.2 + 0.02 * len(text)))


def generate_voice_design(text, language, voice_description):
    return spoken(voice_description, text), f"Spoke {len(text)} characters in {language}."


def basic_tts(ref_audio_input, ref_text_input, gen_text_input, remove_silence, seed_input):
    if ref_audio_input is None:
        raise gr.Error("Please provide reference audio.")
    rate, samples = ref_audio_input
    voice = f"{rate}/{int(np.abs(samples.astype(np.int64)).sum())}"
    return spoken(voice, gen_text_input), picture("spectrogram", 200, 80, 0), ref_text_input or "(heard)", seed_input


with gr.Blocks(title="speech") as demo:
    endpoint(
        "generate_voice_design",
        generate_voice_design,
        [gr.Textbox(label="Text"), gr.Dropdown(["Auto", "English", "French"], value="Auto", label="Language"), gr.Textbox(label="Voice")],
        [gr.Audio(label="Voice"), gr.Textbox(label="Status")],
    )
    endpoint(
        "basic_tts",
        basic_tts,
        [
            gr.Audio(type="numpy", label="Reference Audio"),
            gr.Textbox("", label="Reference Text"),
            gr.Textbox(label="Text to Generate"),
            gr.Checkbox(False, label="Remove Silences"),
            gr.Number(0, label="Seed"),
        ],
        [gr.Audio(label="Audio"), gr.Image(label="Spectrogram", format="png"), gr.Textbox(label="Heard"), gr.Number(label="Seed")],
    )

if __name__ == "__main__":
    serve(demo)
