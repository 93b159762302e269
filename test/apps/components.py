"""Every component as an endpoint: it gives back what it took, and says in `received` what arrived. Gradio 6 only."""

import json

import gradio as gr
import pandas as pd
from parts.media import picture
from serving import endpoint, serve


def returns(name, component, describe=lambda value: value, back=lambda value: value):
    """An endpoint with one component, as its input and as its output."""

    def echo(value):
        return back(value), json.dumps(describe(value))

    endpoint(name, echo, component(), [component(), gr.Textbox()])


def gives(name, output, make):
    """An endpoint that makes a component's value of a text: for those that nobody fills in."""

    def made(text):
        return make(text), json.dumps(text)

    endpoint(name, made, gr.Textbox(), [output(), gr.Textbox()])


def image_info(image):
    """Size, and the colour in the middle."""
    return {"size": list(image.size), "middle": list(image.convert("RGB").getpixel((image.width // 2, image.height // 2)))}


def drawing_info(drawing):
    """Whether each layer has been drawn upon, and the colour of the corner, where nothing was drawn."""
    layers = [layer.convert("RGBA").getextrema()[3][1] > 0 for layer in drawing["layers"]]
    return {"layers": layers, "size": list(drawing["composite"].size), "corner": list(drawing["composite"].convert("RGB").getpixel((0, 0)))}


def sound_info(sound):
    rate, samples = sound
    return {"rate": rate, "samples": len(samples)}


def size_of(path):
    with open(path, "rb") as file:
        return len(file.read())


def table_info(frame):
    rows = [[None if pd.isna(cell) else cell for cell in row] for row in frame.values.tolist()]
    return {"headers": list(frame.columns), "data": rows}


def pairs(tokens):
    """A list of dicts comes in, a list of pairs goes out."""
    return [(token["token"], token["class_or_confidence"]) for token in tokens]


def annotated(text):
    image = picture(text, 96, 64, 1)
    return image, [((0, 0, 48, 64), "left half"), ((48, 0, 96, 64), "right half")]


def chart(text):
    import plotly.graph_objects as go

    return go.Figure(go.Bar(x=["a", "b", "c"], y=[1, 3, 2], name=text), layout={"title": {"text": text}})


def conversation(text):
    return [
        {"role": "user", "content": text},
        {"role": "assistant", "content": f"You said **{text}**."},
        {"role": "assistant", "content": "Nothing was found.", "metadata": {"title": "Looked it up"}},
    ]


choices = ["Wide", "Square", "Tall"]

with gr.Blocks(title="components") as demo:
    returns("textbox", gr.Textbox)
    returns("textarea", gr.TextArea)
    returns("text", gr.Text)
    returns("number", gr.Number)
    returns("slider", lambda: gr.Slider(0, 10, step=0.5))
    returns("checkbox", gr.Checkbox)
    returns("checkboxgroup", lambda: gr.CheckboxGroup(choices))
    returns("radio", lambda: gr.Radio(choices))
    returns("dropdown", lambda: gr.Dropdown(choices))
    returns("colorpicker", gr.ColorPicker)
    returns("image", lambda: gr.Image(type="pil", format="png"), image_info)
    returns("imageeditor", lambda: gr.ImageEditor(type="pil", format="png"), drawing_info)
    returns("imageslider", lambda: gr.ImageSlider(type="pil", format="png"), lambda pair: [image_info(image) for image in pair])
    returns(
        "gallery",
        lambda: gr.Gallery(type="pil", format="png"),
        lambda images: [image_info(image) for image, _ in images],
        lambda images: [(image, f"picture {index + 1}") for index, (image, _) in enumerate(images)],
    )
    returns("audio", lambda: gr.Audio(type="numpy"), sound_info)
    returns("video", gr.Video, size_of)
    returns("file", lambda: gr.File(file_count="multiple"), lambda paths: [size_of(path) for path in paths])
    returns("model3d", gr.Model3D, size_of)
    returns("json", gr.JSON)
    returns("code", lambda: gr.Code(language="python"))
    returns("dataframe", lambda: gr.Dataframe(headers=["name", "price"], type="pandas"), table_info, pd.DataFrame)
    returns("highlightedtext", lambda: gr.HighlightedText(interactive=True), pairs, pairs)
    returns(
        "multimodaltextbox",
        gr.MultimodalTextbox,
        lambda message: {"text": message["text"], "files": [size_of(path) for path in message["files"]]},
    )
    returns("dialogue", lambda: gr.Dialogue(speakers=["Host", "Guest"], type="list"))
    gives("annotatedimage", gr.AnnotatedImage, annotated)
    gives("plot", gr.Plot, chart)
    gives("label", gr.Label, lambda text: {text: 0.87, "leopard": 0.11, "cat": 0.02})
    gives("html", gr.HTML, lambda text: f'<h3 style="color: teal">{text}</h3><script>top.hacked = true</script>')
    gives("markdown", gr.Markdown, lambda text: f"## {text}\n\n- one\n- two")
    gives("chatbot", gr.Chatbot, conversation)

if __name__ == "__main__":
    serve(demo)
