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


def measure_served(graph, last_node):
    """As a browser's "run" of the last node does it: each result is kept in the server's database, each step's state is made for
    the page. Sending that through the socket is left out. The results by node, and milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DAGGR_DB_PATH"] = os.path.join(folder, "sessions.db")
        from daggr.server import DaggrServer
        from daggr.session import ExecutionSession

        server = DaggrServer(graph)
        session = ExecutionSession(graph)
        sheet = server.state.create_sheet("local", graph.persist_key)

        async def run():
            states = server._execute_to_node_streaming(session, last_node, sheet, {}, {}, {}, "run", "local")
            async for state in states:
                assert state["type"] != "error", state

        start = time.perf_counter()
        asyncio.run(run())
        milliseconds = (time.perf_counter() - start) * 1000
        assert server.state.get_result_count(sheet, last_node) == 1
        return session.results, milliseconds
