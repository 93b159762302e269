"""The facts of daggr's example of this name."""

import gradio as gr
from daggr import GradioNode, Graph

painted = GradioNode(
    "hysts-mcp/FLUX.1-dev",
    api_name="/infer",
    inputs={
        "prompt": gr.Textbox(label="Prompt", value="A small dragon that breathes fire", lines=3),
        "height": 1024,
        "width": 1024,
        "seed": gr.Number(label="Seed (image)", value=0, minimum=0, maximum=1000),
    },
    outputs={"image": gr.Image(label="Image")},
)
cutout = GradioNode(
    "hysts-mcp/rembg",
    api_name="/remove_background",
    inputs={"image": painted.image},
    outputs={"output": gr.Image(label="Output"), "original_image": None},
)
mesh = GradioNode(
    "hysts-mcp/TRELLIS",
    api_name="/image_to_3d",
    inputs={
        "image": cutout.output,
        "seed": gr.Number(label="Seed (mesh)", value=0, minimum=0, maximum=1000),
        "ss_guidance_strength": 7.5,
        "ss_sampling_steps": 12,
        "slat_guidance_strength": 3.0,
        "slat_sampling_steps": 12,
    },
    outputs={"state": gr.File(label="State file"), "video": gr.Video(label="Preview")},
)
extracted = GradioNode(
    "hysts-mcp/TRELLIS",
    api_name="/extract_glb",
    inputs={"state_path": mesh.state, "mesh_simplify": 0.95, "texture_size": 1024},
    outputs={"Mesh": gr.Model3D(label="Mesh")},
)
Graph(name="Text to Image to 3D", nodes=[painted, cutout, mesh, extracted]).launch()
