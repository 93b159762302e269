"""Says for each case (component, options, value) on stdin why Gradio refuses the value, or null where it takes it."""

import json
import re
import sys

import gradio as gr
from gradio.components.multimodal_textbox import MultimodalData
from gradio.data_classes import FileData


def payload(component, value):
    if component == "File":
        return FileData(path=value)
    if component == "MultimodalTextbox":
        return MultimodalData(text="", files=[FileData(path=value)])
    return value


def refusal(component, options, value):
    named = {re.sub("([A-Z])", lambda m: "_" + m[1].lower(), name): option for name, option in options.items()}
    try:
        getattr(gr, component)(**named).preprocess(payload(component, value))
    except gr.Error as error:
        return str(error)
    return None


print(json.dumps([refusal(*case) for case in json.load(sys.stdin)]))
