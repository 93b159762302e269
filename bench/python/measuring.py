"""Runs all nodes of a daggr graph as daggr does, and says how long that took."""

import asyncio
import os
import tempfile
import time

from daggr.executor import SequentialExecutor


def measure(graph):
    """By the executor alone: nothing is stored or told. The results by node, and milliseconds."""
    executor = SequentialExecutor(graph)
    start = time.perf_counter()
    results = executor.execute_all({})
    return results, (time.perf_counter() - start) * 1000


class Served:
    """daggr's server with the session of one page, without the socket between them."""

    def __init__(self, graph, sheet=None):
        from daggr.server import DaggrServer
        from daggr.session import ExecutionSession

        self.server = DaggrServer(graph)
        self.session = ExecutionSession(graph)
        self.sheet = sheet or self.server.state.create_sheet("local", graph.persist_key)

    def run(self, nodes, inputs=None):
        """As a browser's "run" of these nodes does it, one after the other: each result is kept in the server's database, each step's state
        is made for the page. Sending that through the socket is left out. Milliseconds, and the number of steps that ran."""
        steps = 0

        async def run():
            nonlocal steps
            for node in nodes:
                states = self.server._execute_to_node_streaming(
                    self.session, node, self.sheet, inputs or {}, {}, {}, "run", "local"
                )
                async for state in states:
                    assert state["type"] != "error", state
                    steps += state["type"] == "node_complete"

        start = time.perf_counter()
        asyncio.run(run())
        return (time.perf_counter() - start) * 1000, steps


def with_database(work):
    """Does work that makes servers, with a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DAGGR_DB_PATH"] = os.path.join(folder, "sessions.db")
        return work()


def measure_served(graph, last_node):
    """As a browser's "run" of the last node does it. The results by node, and milliseconds."""

    def work():
        served = Served(graph)
        milliseconds, _ = served.run([last_node])
        assert served.server.state.get_result_count(served.sheet, last_node) == 1
        return served.session.results, milliseconds

    return with_database(work)
