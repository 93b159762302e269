"""N independent calls of a Gradio app, each of which takes a given time."""

import sys

import gradio as gr
from daggr import GradioNode, Graph
from measuring import measure

URL, COUNT, SECONDS = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])

nodes = [
    GradioNode(
        URL,
        api_name="/work",
        name=f"call {index}",
        inputs={"name": f"call {index}", "seconds": SECONDS},
        outputs={"name": gr.Textbox()},
    )
    for index in range(COUNT)
]
results, milliseconds = measure(Graph(name="calls", nodes=nodes, persist_key=False))
assert [results[f"call {index}"]["name"] for index in range(COUNT)] == [f"call {index}" for index in range(COUNT)]
print(milliseconds)
