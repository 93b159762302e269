"""The facts of daggr's example of this name."""

from daggr import Graph
from shared import designed_voice, podcast

host = designed_voice(
    "Qwen/Qwen3-TTS", "Host", "English", "A deep, professional voice.", "Hello, I am the host.", None
)
guest = designed_voice(
    "Qwen/Qwen3-TTS", "Guest", "English", "A lively, friendly voice.", "Hello, I am the guest.", None
)
Graph(name="Complete Podcast Generator", nodes=podcast(host, guest)).launch()
