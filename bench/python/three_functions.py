"""A graph of three trivial functions, served by daggr as it serves itself."""

import sys

import gradio as gr
from daggr import FnNode, Graph


def first(text):
    return text + "!"


def second(text):
    return text.upper()


def third(text):
    return text[::-1]


a = FnNode(first, inputs={"text": gr.Textbox(value="x")}, outputs={"text": gr.Textbox()})
b = FnNode(second, inputs={"text": a.text}, outputs={"text": gr.Textbox()})
c = FnNode(third, inputs={"text": b.text}, outputs={"text": gr.Textbox()})
graph = Graph(name="three functions", nodes=[a, b, c], persist_key=False)

if __name__ == "__main__":
    graph.launch(host="127.0.0.1", port=int(sys.argv[1]), open_browser=False)
