"""A chain of N functions, each adding one: by daggr's executor alone, or with "served" as its server runs it."""

import sys

import gradio as gr
from daggr import FnNode, Graph
from measuring import measure, measure_served

LENGTH = int(sys.argv[1])
SERVED = sys.argv[2:] == ["served"]


def add_one(value):
    return value + 1


nodes = []
for index in range(LENGTH):
    value = nodes[-1].value if nodes else 0
    nodes.append(FnNode(add_one, name=f"step {index}", inputs={"value": value}, outputs={"value": gr.Number()}))

graph = Graph(name="chain", nodes=nodes, persist_key="chain" if SERVED else False)
last_node = f"step {LENGTH - 1}"
results, milliseconds = measure_served(graph, last_node) if SERVED else measure(graph)
last = results[last_node]["value"]
assert last == LENGTH, last
print(milliseconds)
