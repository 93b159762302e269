"""Runs a command at a terminal and answers its questions: at-terminal.py '[["question", "answer"], …]' command…

Prints all that the terminal showed, and ends as the command did.
"""

import json
import os
import pty
import sys

answers = json.loads(sys.argv[1])
command = sys.argv[2:]
shown = b""


def read(descriptor):
    global shown
    data = os.read(descriptor, 4096)
    shown += data
    if answers and answers[0][0].encode() in shown:
        os.write(descriptor, answers.pop(0)[1].encode() + b"\r")
        shown = b""
    return data


sys.exit(os.waitstatus_to_exitcode(pty.spawn(command, read)))
