"""An app that asks for a user name and a password."""

import gradio as gr
from serving import endpoint, serve

with gr.Blocks(title="login") as demo:
    endpoint("secret", lambda text: f"secret {text}", gr.Textbox(), gr.Textbox())

if __name__ == "__main__":
    serve(demo, auth=("daggr", "open sesame"))
