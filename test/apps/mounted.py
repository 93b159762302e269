"""An app that is a part of another web server, below a path of it."""

import os

import gradio as gr
import serving  # noqa: F401 - settles Gradio's environment
import uvicorn
from fastapi import FastAPI
from parts import media


class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print("serving", flush=True)


with gr.Blocks(title="mounted") as demo:
    media.build()

if __name__ == "__main__":
    app = gr.mount_gradio_app(FastAPI(), demo, path="/deep/app")
    Server(uvicorn.Config(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")).run()
