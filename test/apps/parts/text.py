"""Endpoints on text, numbers and choices."""

import gradio as gr
from serving import endpoint


def echo(text):
    return text


def greet(name, punctuation, times, excited):
    greeting = " ".join([f"Hello, {name}"] * int(times)) + punctuation
    return greeting.upper() if excited else greeting


def split(text):
    first, _, rest = text.partition(" ")
    return first, rest, len(text.split())


def values(text, number, slider, checkbox, dropdown, several, radio, color):
    return {
        "text": text,
        "number": number,
        "slider": slider,
        "checkbox": checkbox,
        "dropdown": dropdown,
        "several": several,
        "radio": radio,
        "color": color,
    }


def predict(text):
    return f"predicted {text}"


def formats(text):
    return f"# {text}", f"<b>{text}</b>", f"const text = {text!r};"


def build():
    endpoint("echo", echo, gr.Textbox(), gr.Textbox())
    endpoint("predict", predict, gr.Textbox(), gr.Textbox())
    endpoint(
        "greet",
        greet,
        [gr.Textbox(label="Name"), gr.Textbox("!"), gr.Number(1), gr.Checkbox(False)],
        gr.Textbox(label="Greeting"),
    )
    endpoint("split", split, gr.Textbox(), [gr.Textbox(), gr.Textbox(), gr.Number()])
    endpoint(
        "values",
        values,
        [
            gr.Textbox(),
            gr.Number(),
            gr.Slider(0, 100, 50, step=5),
            gr.Checkbox(),
            gr.Dropdown(["small", "medium", "large"], value="medium"),
            gr.CheckboxGroup(["red", "green", "blue"], value=["red"]),
            gr.Radio(["left", "right"], value="left"),
            gr.ColorPicker("#ff0000"),
        ],
        gr.JSON(),
    )
    endpoint("formats", formats, gr.Textbox(), [gr.Markdown(), gr.HTML(), gr.Code(language="javascript")])
