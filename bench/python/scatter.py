"""A trivial function over N items, and their number: as `python app.py` would run it. Prints the milliseconds of the run."""

import sys

import gradio as gr
from daggr import FnNode, Graph
from measuring import measure

COUNT = int(sys.argv[1])


def make():
    return list(range(COUNT))


def add_one(x):
    return x + 1


def count(all):
    return len(all)


items = FnNode(make, name="list", outputs={"items": gr.JSON()})
each = FnNode(add_one, name="each", inputs={"x": items.items.each}, outputs={"y": gr.Number()})
gathered = FnNode(count, name="count", inputs={"all": each.y.all()}, outputs={"n": gr.Number()})

graph = Graph(name="scatter", nodes=[items, each, gathered], persist_key=False)
results, milliseconds = measure(graph)
assert results["count"]["n"] == COUNT, results["count"]
print(milliseconds)
