"""What the apps share: how an endpoint is made and how an app is served, under Gradio 4.44, 5 and 6 alike."""

import os

import gradio as gr

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"


def endpoint(name, fn, inputs=None, outputs=None, **options):
    """An API endpoint of the app that is being built. Parameters take the function's own names."""
    gr.Button(name).click(fn, inputs or [], outputs or [], api_name=name, **options)


def rest_when_free(demo):
    """Gradio 6 looks a thousand times a second for a job, which takes a good part of a core for twenty apps that wait."""
    queue = demo._queue
    for name in ("sleep_when_free", "progress_update_sleep_when_free"):
        setattr(queue, name, max(getattr(queue, name), 0.02))


def serve(demo, **options):
    """Serves on PORT until the process is ended; says `serving` when it answers."""
    demo.queue(default_concurrency_limit=8)
    rest_when_free(demo)
    demo.launch(
        server_name="127.0.0.1",
        server_port=int(os.environ["PORT"]),
        quiet=True,
        prevent_thread_lock=True,
        **{"show_error": True, **options},
    )
    print("serving", flush=True)
    demo.block_thread()
