"""
Launches graphs of daggr, one after the other in one process, each at a free port: `launch-daggr.py GRAPH…`.
GRAPH is a program, which is run as `python FILE` runs it and launches its graph itself, or FILE:FUNCTION, which gives a graph.
When all answer, it prints `serving` and their ports, in the same order.
What they ask of Hugging Face's inference router goes to HF_ENDPOINT, as all else does.
"""

import os
import runpy
import socket
import sys
import threading
import time

import daggr.server
import httpx
import huggingface_hub
import uvicorn
from daggr.node import GradioNode, InputNode
from daggr.server import DaggrServer


ports = []


def find_port(host, _):
    """Which port a graph gets. daggr's own function takes another one than it was told where that is in use."""
    with socket.socket() as free:
        free.bind((host, 0))
        ports.append(free.getsockname()[1])
    return ports[-1]


def to_hub(request):
    if request.url.host == "router.huggingface.co":
        hub = httpx.URL(os.environ["HF_ENDPOINT"])
        request.url = request.url.copy_with(scheme=hub.scheme, host=hub.host, port=hub.port)


def answers(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def launch(file, function):
    if function:
        # `launch` of 0.8.0 takes no choice whose variants have wires.
        app = DaggrServer(runpy.run_path(file)[function]()).app
        uvicorn.run(app, port=find_port("127.0.0.1", None), log_level="warning")
    else:
        runpy.run_path(file, run_name="__main__")


def start(graph):
    file, _, function = graph.partition(".py:")
    file = f"{file.removesuffix('.py')}.py"
    # Names that nodes get from their Spaces are counted for each process.
    GradioNode._name_counters.clear()
    InputNode._name_counters.clear()
    sys.path[0] = os.path.dirname(os.path.abspath(file))
    before = len(ports)
    thread = threading.Thread(target=launch, args=[file, function], daemon=True)
    thread.start()
    while len(ports) == before or not answers(ports[-1]):
        if not thread.is_alive():
            sys.exit(f"{graph} ended.")
        time.sleep(0.01)


if __name__ == "__main__":
    huggingface_hub.set_client_factory(lambda: httpx.Client(event_hooks={"request": [to_hub]}, follow_redirects=True))
    daggr.server._find_available_port = find_port
    for graph in sys.argv[1:]:
        start(graph)
    print("serving", *ports, flush=True)
    threading.Event().wait()
