"""Endpoints on structured values: tables, plots, labels, galleries, chats."""

import gradio as gr
import pandas as pd
from parts.media import picture
from serving import endpoint


def gallery(count):
    return [(picture(f"number {i + 1}", 64, 64, i), f"number {i + 1}") for i in range(int(count))]


def gallery_info(images):
    return [{"width": image.width, "caption": caption} for image, caption in images or []]


def annotate(image):
    half = (0, 0, image.width // 2, image.height)
    return image, [(half, "left half")]


def table(rows):
    numbers = range(1, int(rows) + 1)
    return pd.DataFrame({"number": numbers, "square": [n * n for n in numbers], "word": [f"row {n}" for n in numbers]})


def table_sum(frame):
    return float(pd.to_numeric(frame.iloc[:, 0]).sum())


def plot():
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3, 2))
    figure.subplots().plot([1, 4, 9, 16])
    return figure


def classify(text):
    share = text.count("a") / max(1, len(text))
    return {"has much a": share, "has little a": 1 - share}


def highlight(text):
    return [(word + " ", "long" if len(word) > 4 else None) for word in text.split()]


def chat(message, history):
    turns = [{"role": "user", "content": message}, {"role": "assistant", "content": f"You said: {message}"}]
    return [*(history or []), *turns]


def chat_tuples(message, history):
    return [*(history or []), (message, f"You said: {message}")]


def multimodal(message):
    return {"text": message["text"], "files": len(message["files"])}


def build():
    messages = {} if gr.__version__.startswith("6") else {"type": "messages"}
    endpoint("gallery", gallery, gr.Number(3), gr.Gallery(format="png"))
    endpoint("gallery_info", gallery_info, gr.Gallery(type="pil"), gr.JSON())
    endpoint("annotate", annotate, gr.Image(type="pil"), gr.AnnotatedImage())
    endpoint("table", table, gr.Number(3), gr.Dataframe())
    endpoint("table_sum", table_sum, gr.Dataframe(type="pandas"), gr.Number())
    endpoint("classify", classify, gr.Textbox(), gr.Label())
    endpoint("highlight", highlight, gr.Textbox(), gr.HighlightedText())
    endpoint("json", lambda value: value, gr.JSON(), gr.JSON())
    endpoint("chat", chat, [gr.Textbox(), gr.Chatbot(**messages)], gr.Chatbot(**messages))
    endpoint("multimodal", multimodal, gr.MultimodalTextbox(), gr.JSON())
    if not gr.__version__.startswith("6"):
        endpoint("chat_tuples", chat_tuples, [gr.Textbox(), gr.Chatbot(type="tuples")], gr.Chatbot(type="tuples"))
    if not gr.__version__.startswith("5"):  # that environment has no plotting library
        endpoint("plot", plot, None, gr.Plot())
