"""What SQLite takes by itself for results of a given size: with "insert" the milliseconds of each insert until it is on disk, one a
transaction; with "read" those of reading so many results and their JSON. Prints a JSON list."""

import json
import os
import sqlite3
import sys
import tempfile
import time

WHAT, COUNT, SIZE = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

record = json.dumps({"text": "x" * SIZE})
with tempfile.TemporaryDirectory() as folder:
    database = sqlite3.connect(os.path.join(folder, "results.sqlite"), isolation_level=None)
    database.execute("pragma synchronous = full")
    database.execute("create table results (id integer primary key, record text)")
    times = []
    if WHAT == "read":
        database.execute("begin")
        database.executemany("insert into results (record) values (?)", ((record,) for _ in range(COUNT)))
        database.execute("commit")
        database.close()
        start = time.perf_counter()
        database = sqlite3.connect(os.path.join(folder, "results.sqlite"))
        results = [json.loads(text) for (text,) in database.execute("select record from results")]
        times.append((time.perf_counter() - start) * 1000)
        assert len(results) == COUNT
    else:
        for _ in range(COUNT):
            start = time.perf_counter()
            database.execute("insert into results (record) values (?)", (record,))
            times.append((time.perf_counter() - start) * 1000)
    database.close()
print(json.dumps(times))
