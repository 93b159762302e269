"""Endpoints whose inputs and outputs are not all part of the API."""

import gradio as gr
from serving import endpoint, serve

MAJOR = int(gr.__version__.split(".")[0])
HIDDEN = {"api_visibility": "undocumented"} if MAJOR >= 6 else {"show_api": False}


def told(*values):
    return repr(list(values))


with gr.Blocks(title="inputs") as demo:
    go = lambda: gr.Button("Go")  # noqa: E731
    voice = lambda: gr.Dropdown(["Ada", "Bob"], allow_custom_value=True, label="Voice")  # noqa: E731
    speed = lambda: gr.Slider(1, 3, 2, label="Speed")  # noqa: E731
    text = lambda: gr.Textbox(label="Text")  # noqa: E731

    def say(label, voice, speed):
        return told(label, voice, speed)

    def middle(text, label, count):
        return told(text, label, count)

    def last(text, seen, label):
        return told(text, seen, label)

    def upload(label, file, text):
        return told(label, open(file).read(), text)

    def alone(label):
        return told(label)

    def outputs(text):
        return gr.Button("Stop"), 3, text, text.upper()

    def hidden(first, label, second):
        return told(first, label, second)

    def unfilled(choice, text):
        return told(choice, text)

    endpoint("say", say, [go(), voice(), speed()], text())
    endpoint("middle", middle, [text(), go(), gr.Number(2)], text())
    endpoint("last", last, [text(), gr.State("kept"), go()], text())
    endpoint("upload", upload, [go(), gr.UploadButton("Upload"), text()], text())
    endpoint("alone", alone, [go()], text())
    endpoint("outputs", outputs, text(), [go(), gr.State(0), text(), text()])
    endpoint("hidden", hidden, [text(), go(), text()], text(), **HIDDEN)
    endpoint("unfilled", unfilled, [gr.Dropdown([], allow_custom_value=True, label="Choice"), text()], text())

if __name__ == "__main__":
    serve(demo)
