"""Endpoints that take time, report progress, stream, fail, or remember. `/events` tells what they did."""

import asyncio
import threading
import time

import gradio as gr
from serving import endpoint

lock = threading.Lock()
recorded = []


def record(what, name):
    with lock:
        recorded.append({"what": what, "name": name, "at": time.time()})


def forget():
    recorded.clear()


def work(name, seconds):
    record("started", name)
    time.sleep(seconds)
    record("finished", name)
    return name


async def work_async(name, seconds):
    record("started", name)
    try:
        await asyncio.sleep(seconds)
    except BaseException:
        record("cancelled", name)
        raise
    record("finished", name)
    return name


def progress(name, steps, seconds, progress=gr.Progress()):
    record("started", name)
    for step in range(int(steps)):
        progress((step, int(steps)), desc=f"step {step + 1} of {int(steps)}")
        time.sleep(seconds)
    record("finished", name)
    return f"{name}: {int(steps)} steps"


def stream(name, count, seconds):
    record("started", name)
    ended = False
    try:
        for i in range(int(count)):
            yield " ".join(str(n + 1) for n in range(i + 1))
            time.sleep(seconds)
        ended = True
    finally:
        record("finished" if ended else "cancelled", name)


async def stream_async(name, count, seconds):
    record("started", name)
    ended = False
    try:
        for i in range(int(count)):
            yield " ".join(str(n + 1) for n in range(i + 1))
            await asyncio.sleep(seconds)
        ended = True
    finally:
        record("finished" if ended else "cancelled", name)


def fail(message):
    raise gr.Error(message)


def crash(message):
    raise ValueError(message)


def fail_midway(message):
    yield "so far so good"
    time.sleep(0.2)
    raise gr.Error(message)


def warn(message):
    gr.Warning(message)
    gr.Info(f"info: {message}")
    return f"done despite: {message}"


def count_calls(count):
    return count + 1, count + 1


def build():
    named = lambda: [gr.Textbox("work"), gr.Number(1)]  # noqa: E731
    counted = lambda: [gr.Textbox("work"), gr.Number(3), gr.Number(0.2)]  # noqa: E731
    endpoint("work", work, named(), gr.Textbox(), concurrency_limit=None)
    endpoint("work_async", work_async, named(), gr.Textbox(), concurrency_limit=None)
    endpoint("one_by_one", work, named(), gr.Textbox(), concurrency_limit=1)
    endpoint("progress", progress, counted(), gr.Textbox(), concurrency_limit=None)
    endpoint("stream", stream, counted(), gr.Textbox(), concurrency_limit=None)
    endpoint("stream_async", stream_async, counted(), gr.Textbox(), concurrency_limit=None)
    endpoint("fail", fail, gr.Textbox("It went wrong."), gr.Textbox())
    endpoint("crash", crash, gr.Textbox("a plain exception"), gr.Textbox())
    endpoint("fail_midway", fail_midway, gr.Textbox("It went wrong later."), gr.Textbox())
    endpoint("warn", warn, gr.Textbox("be careful"), gr.Textbox())
    endpoint("count_calls", count_calls, gr.State(0), [gr.Number(), gr.State()])
    endpoint("events", lambda: list(recorded), None, gr.JSON(), queue=False)
    endpoint("forget", forget, None, None, queue=False)
