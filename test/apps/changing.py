"""An app in two versions: VERSION=2 has one more endpoint above the others, and another signature of one of them."""

import os

import gradio as gr
from serving import endpoint, serve

new = os.environ.get("VERSION") == "2"


def first(text):
    return f"made {text}"


def second(prompt, times):
    return prompt * int(times)


with gr.Blocks(title="changing") as demo:
    if new:
        endpoint("length", lambda text: f"length {len(text)}", gr.Textbox(), gr.Textbox())
    endpoint("upper", lambda text: text.upper(), gr.Textbox(), gr.Textbox())
    endpoint("reverse", lambda text: text[::-1], gr.Textbox(), gr.Textbox())
    endpoint("plain", lambda text: text[::-1], gr.Textbox(), gr.Textbox(), queue=False)
    if new:
        endpoint("make", second, [gr.Textbox(), gr.Number(2)], gr.Textbox())
    else:
        endpoint("make", first, gr.Textbox(), gr.Textbox())

if __name__ == "__main__":
    serve(demo)
