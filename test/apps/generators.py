"""Generators in all that they may do: without the queue, without a value, ending in an error; and endpoints without the queue."""

import gradio as gr
from serving import endpoint, serve


def parts(count):
    for i in range(int(count)):
        yield f"part {i + 1}"


async def parts_in_turn(count):
    for i in range(int(count)):
        yield f"part {i + 1}", i + 1


def nothing(count):
    for _ in []:
        yield "never"


def fails(count):
    yield "a part"
    raise gr.Error("out of parts")


def returns_early(count):
    yield "only"
    return


def items(count):
    yield [{"i": 0}]
    yield [{"i": i} for i in range(int(count))]


def count():
    return gr.Number(3, label="Count", precision=0)


with gr.Blocks() as demo:
    for name, queue in (("", None), ("_unqueued", False)):
        options = {} if queue is None else {"queue": queue}
        endpoint(f"parts{name}", parts, count(), gr.Textbox(), **options)
        endpoint(f"in_turn{name}", parts_in_turn, count(), [gr.Textbox(), gr.Number()], **options)
        endpoint(f"nothing{name}", nothing, count(), gr.Textbox(), **options)
        endpoint(f"fails{name}", fails, count(), gr.Textbox(), **options)
        endpoint(f"returns_early{name}", returns_early, count(), gr.Textbox(), **options)
        endpoint(f"items{name}", items, count(), gr.JSON(), **options)
        endpoint(f"json{name}", lambda count: {"n": [count, None, "x"]}, count(), gr.JSON(), **options)

if __name__ == "__main__":
    serve(demo)
