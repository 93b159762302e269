"""What an app may do, as far as Gradio 4.44, 5 and 6 agree on it."""

import gradio as gr
from parts import data, media, text, work
from serving import serve

with gr.Blocks(title="core") as demo:
    text.build()
    media.build()
    data.build()
    work.build()

if __name__ == "__main__":
    serve(demo)
