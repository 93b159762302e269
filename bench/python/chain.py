"""A chain of N functions, each adding one."""

import sys

import gradio as gr
from daggr import FnNode, Graph
from measuring import measure

LENGTH = int(sys.argv[1])


def add_one(value):
    return value + 1


nodes = []
for index in range(LENGTH):
    value = nodes[-1].value if nodes else 0
    nodes.append(FnNode(add_one, name=f"step {index}", inputs={"value": value}, outputs={"value": gr.Number()}))

results, milliseconds = measure(Graph(name="chain", nodes=nodes, persist_key=False))
last = results[f"step {LENGTH - 1}"]["value"]
assert last == LENGTH, last
print(milliseconds)
