"""An app whose endpoints work together through the states of a session."""

import time

import gradio as gr
from serving import endpoint, serve

calls = {"views": 0}


def views(prompt):
    calls["views"] += 1
    return f"6 views of {prompt}", {"prompt": prompt, "views": 6}


def mesh(note, made):
    if made is None:
        raise gr.Error("Generate the views first.")
    return f"mesh of {made['prompt']} from {made['views']} views"


def refine(change, made):
    if made is None:
        raise gr.Error("Generate the views first.")
    made = {**made, "prompt": f"{made['prompt']}, {change}"}
    return made["prompt"], made


def fragile(change, made):
    if not change:
        raise gr.Error("No change")
    return refine(change, made)


def unfold(note, seconds, made):
    """Gives its states bit by bit, and takes its time."""
    for views in range(1, 4):
        time.sleep(seconds)
        yield f"{views} of {made['prompt']}", {**made, "views": views}


def slow_mesh(seconds, made):
    time.sleep(seconds)
    return mesh("", made)


def paint(colour):
    return f"painted {colour}", colour


def combine(note, made, colour):
    return f"{made['prompt']} in {colour}"


def chat(message, history):
    history = [*history, message]
    return " / ".join(history), history


def where(_note, request: gr.Request):
    return request.session_hash


with gr.Blocks(title="states") as demo:
    # Numbers of components differ from those of states, as in real apps.
    gr.Markdown("States")
    made = gr.State(None)
    colour = gr.State(None)
    history = gr.State([])
    brief = gr.State(None, time_to_live=3)
    fixed = gr.State({"unit": "cm"})
    hidden = gr.State(None)
    endpoint("generate_views", views, gr.Textbox(), [gr.Textbox(), made])
    endpoint("make3d", mesh, [gr.Textbox(), made], gr.Textbox())
    endpoint("plain3d", mesh, [gr.Textbox(), made], gr.Textbox(), queue=False)
    endpoint("refine", refine, [gr.Textbox(), made], [gr.Textbox(), made])
    endpoint("fragile", fragile, [gr.Textbox(), made], [gr.Textbox(), made])
    endpoint("unfold", unfold, [gr.Textbox(), gr.Number(), made], [gr.Textbox(), made])
    endpoint("slow3d", slow_mesh, [gr.Number(), made], gr.Textbox())
    endpoint("paint", paint, gr.Textbox(), [gr.Textbox(), colour])
    endpoint("combine", combine, [gr.Textbox(), made, colour], gr.Textbox())
    endpoint("chat", chat, [gr.Textbox(), history], [gr.Textbox(), history])
    endpoint("remember", lambda text: (text, text), gr.Textbox(), [gr.Textbox(), brief])
    endpoint("recall", lambda note, text: f"recalled {text}", [gr.Textbox(), brief], gr.Textbox())
    endpoint("measure", lambda text, unit: text + unit["unit"], [gr.Textbox(), fixed], gr.Textbox())
    endpoint("secret", lambda note, text: f"{text}", [gr.Textbox(), hidden], gr.Textbox())
    endpoint("where", where, gr.Textbox(), gr.Textbox())
    endpoint("count", lambda note: calls["views"], gr.Textbox(), gr.Number())
    gr.Button().click(lambda: "set", None, hidden, api_name=False)

if __name__ == "__main__":
    serve(demo)
