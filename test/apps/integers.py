"""Numbers that Python has and JavaScript has not."""

import gradio as gr
from serving import endpoint, serve

SEED = 6687881544318117707


def nested():
    return {"list": [float("inf"), 1.5, 2**63, {"id": SEED}], "nan": float("nan"), str(SEED): f"{SEED}"}


def steps():
    yield {"id": 1}
    yield {"id": SEED}
    yield {"id": SEED, "more": [SEED + 10_000]}


with gr.Blocks() as demo:
    number = gr.Number(SEED, label="Seed", precision=0)
    endpoint("seed", lambda: (SEED, f"{SEED}"), None, [gr.Number(precision=0), gr.Textbox()])
    endpoint("negative", lambda: -SEED, None, gr.Number(precision=0))
    endpoint("use", lambda seed: repr(seed), number, gr.Textbox())
    endpoint("nested", nested, None, gr.JSON())
    endpoint("ids", lambda: [SEED, SEED + 10_000, 7], None, gr.JSON())
    endpoint("use_data", lambda data: repr(data), gr.JSON(), gr.Textbox())
    endpoint("steps", steps, None, gr.JSON())
    endpoint("special", lambda kind: float(kind), gr.Textbox("nan"), gr.Number())

if __name__ == "__main__":
    serve(demo)
