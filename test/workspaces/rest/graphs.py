"""Graphs of daggr, each given by a function of its name. `graphs.ts` has the same ones in TypeScript."""

import os
import tempfile

import gradio as gr
from daggr import ChoiceNode, FnNode, GradioNode, Graph

APP = os.environ["APP"]


def shout(text, times):
    return text.upper() + "!" * int(times)


def count_words(text):
    return {"words": len(text.split()), "text": text}


def story():
    loud = FnNode(
        shout,
        name="make loud",
        inputs={
            "text": gr.Textbox(label="Text", value="hello there"),
            "times": gr.Slider(minimum=0, maximum=5, step=1, value=2),
        },
        outputs={"text": gr.Textbox()},
    )
    return Graph("story", nodes=[FnNode(count_words, inputs={"text": loud.text}, outputs={"words": gr.JSON()})])


def halve(number):
    if number % 2:
        raise ValueError("It is odd.")
    return number / 2


def flags(on, kinds, colour):
    return f"{on} {','.join(kinds)} {colour}", None


def parts():
    half = FnNode(halve, inputs={"number": gr.Number(value=4)}, outputs={"half": gr.Number()})
    again = FnNode(halve, name="halve-again", inputs={"number": half.half}, outputs={"half": gr.Number()})
    flagged = FnNode(
        flags,
        inputs={
            "on": gr.Checkbox(value=True),
            "kinds": gr.CheckboxGroup(choices=["a", "b"], value=["a"]),
            "colour": gr.Dropdown(choices=["red", "blue"], value="red"),
        },
        outputs={"all": gr.Textbox(), "hidden": None},
    )
    return Graph("parts", nodes=[again, flagged])


def write(text):
    path = os.path.join(tempfile.mkdtemp(), "written.txt")
    with open(path, "w") as file:
        file.write(text)
    return path


def read(file):
    with open(file) as opened:
        return opened.read()


def files():
    written = FnNode(write, inputs={"text": gr.Textbox(value="content")}, outputs={"file": gr.File()})
    return Graph(
        "files",
        nodes=[written, FnNode(read, inputs={"file": written.file}, outputs={"text": gr.Textbox()})],
    )


def document():
    return Graph(
        "document", nodes=[FnNode(write, inputs={"text": gr.Textbox(value="content")}, outputs={"file": gr.File()})]
    )


def plus(x):
    return x + 1


def minus(x):
    return x - 1


def show(x):
    return str(x)


def choosing():
    number = FnNode(lambda x: x, name="number", inputs={"x": gr.Number(value=10)}, outputs={"x": gr.Number()})
    one = FnNode(plus, inputs={"x": number.x}, outputs={"x": gr.Number()})
    other = FnNode(minus, inputs={"x": number.x}, outputs={"x": gr.Number()})
    pick = ChoiceNode([one, other], name="pick")
    return Graph("choosing", nodes=[FnNode(show, inputs={"x": pick.x}, outputs={"text": gr.Textbox()})])


def painting():
    picture = GradioNode(
        APP,
        api_name="/draw",
        name="picture",
        inputs={"prompt": gr.Textbox(value="sea"), "width": 48, "height": 32, "seed": gr.Number(value=1)},
        outputs={"image": gr.Image()},
    )
    return Graph("painting", nodes=[picture])
