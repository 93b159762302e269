"""An app that hides its errors, checks its inputs, and takes only small files."""

import gradio as gr
from parts.media import describe_file
from serving import endpoint, serve


def crash(message):
    raise ValueError(message)


def refused(age):
    return gr.validate(age >= 0, "The age must be at least 0.")


with gr.Blocks(title="strict") as demo:
    endpoint("crash", crash, gr.Textbox("hidden"), gr.Textbox())
    endpoint("file_info", describe_file, gr.File(), gr.JSON())
    endpoint("validated", lambda age: age, gr.Number(1), gr.Number(), validator=refused)

if __name__ == "__main__":
    serve(demo, show_error=False, max_file_size="100kb")
