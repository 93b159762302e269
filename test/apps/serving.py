"""What the apps share: how an endpoint is made and how an app is served, under Gradio 4.44, 5 and 6 alike."""

import os

import gradio as gr

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"


def endpoint(name, fn, inputs=None, outputs=None, **options):
    """An API endpoint of the app that is being built. Parameters take the function's own names."""
    gr.Button(name).click(fn, inputs or [], outputs or [], api_name=name, **options)


def serve(demo, **options):
    """Serves on PORT until the process is ended; says `serving` when it answers."""
    demo.queue(default_concurrency_limit=8)
    demo.launch(
        server_name="127.0.0.1",
        server_port=int(os.environ["PORT"]),
        quiet=True,
        prevent_thread_lock=True,
        **{"show_error": True, **options},
    )
    print("serving", flush=True)
    demo.block_thread()
