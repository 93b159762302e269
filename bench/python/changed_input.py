"""A chain of N functions that is up to date; then an input in its middle changes and the last one is brought up to date, in the same
server, and in one that was started anew. daggr runs one node with those before it that have no result, whatever these were made of,
so a person runs each node from the changed one on. Prints milliseconds and nodes run of both, as JSON."""

import json
import sys

import gradio as gr
from daggr import FnNode, Graph
from measuring import Served, with_database

LENGTH = int(sys.argv[1])
MIDDLE = LENGTH // 2


def add_one(value):
    return value + 1


def add(value, more):
    return value + more


nodes = []
for index in range(LENGTH):
    value = nodes[-1].value if nodes else 0
    function, more = (add, {"more": gr.Number(value=1)}) if index == MIDDLE else (add_one, {})
    nodes.append(
        FnNode(function, name=f"step {index}", inputs={"value": value, **more}, outputs={"value": gr.Number()})
    )
graph = Graph(name="chain", nodes=nodes, persist_key="chain")
after = [f"step {index}" for index in range(MIDDLE, LENGTH)]


def changed(served, more):
    milliseconds, steps = served.run(after, {f"step_{MIDDLE}__more": {"value": more}})
    last = served.session.results[after[-1]]["value"]
    assert last == LENGTH - 1 + more, last
    return [milliseconds, steps]


def work():
    served = Served(graph)
    served.run(after[-1:])
    same = changed(served, 10)
    return [same, changed(Served(graph, served.sheet), 20)]


print(json.dumps(with_database(work)))
