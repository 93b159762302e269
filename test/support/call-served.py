"""Calls a served workflow (test/workspaces/served/graph.ts) with Python's client and prints what came back as JSON."""
import faulthandler, json, pathlib, sys, tempfile, time
from gradio_client import Client, handle_file

# Where it waits for something that does not come, it says where.
faulthandler.dump_traceback_later(100, exit=True)

url, folder, options, word = sys.argv[1], pathlib.Path(tempfile.mkdtemp(dir=sys.argv[2])), json.loads(sys.argv[3]), sys.argv[4]
if "auth" in options:
    options["auth"] = tuple(options["auth"])
client = Client(url, verbose=False, download_files=str(folder), **options)
api = client.view_api(return_format="dict", print_info=False)
out = {"endpoints": sorted(api["named_endpoints"]), "greet": api["named_endpoints"]["/greet"]}
out["text"] = client.predict("Ada", times=3, api_name="/greet")
out["defaults"] = client.predict(api_name="/subgraph_0")
sent = folder / "said.txt"
sent.write_text("so quiet")
out["file"] = pathlib.Path(client.predict(handle_file(str(sent)), api_name="/shout")).read_text()
gallery = client.predict(2, api_name="/album")
out["gallery"] = [[pathlib.Path(one["image"]).stat().st_size > 0, one["caption"]] for one in gallery]
job = client.submit(word, api_name="/spell")
job.result()
out["stream"] = job.outputs()
try:
    client.predict(str(folder / "nothing"), api_name="/wait")
except Exception as error:
    out["error"] = str(error)
try:
    client.predict("Ada", "many", api_name="/greet")
except Exception as error:
    out["wrong"] = str(error)
try:
    client.predict({"path": "/etc/passwd", "meta": {"_type": "other"}}, api_name="/shout")
except Exception as error:
    out["path"] = str(error)
job = client.submit(str(folder), api_name="/wait")
def until(name):
    while not (folder / name).exists():
        time.sleep(0.02)
until("started")
job.cancel()
until("stopped")
out["stopped"] = True
print(json.dumps(out))
