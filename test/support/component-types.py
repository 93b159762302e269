"""Prints what Gradio says of each component that is named: its type, Python's type and its word for it, as JSON."""
import json, sys, warnings
warnings.filterwarnings("ignore")
import gradio as gr
from gradio_client.utils import json_schema_to_python_type

out = {}
with gr.Blocks() as demo:
    for name in sys.argv[1:]:
        cls = getattr(gr, name, None) or getattr(gr.components, name)
        one = cls(choices=["a", "b"]) if name in ("CheckboxGroup", "Radio", "Dropdown") else cls()
        info = one.api_info()
        out[name] = [json_schema_to_python_type(info), info, one.get_block_name()]
print(json.dumps(out))
