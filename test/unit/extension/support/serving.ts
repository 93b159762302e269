// Serves a workflow as the extension host does, until it is killed. Arguments: folder of the bundles, file, data folder.
import { ServeProcess } from "../../../../src/extension/share/serve-process.ts";

const [dist = "", file = "", data = ""] = process.argv.slice(2);
new ServeProcess({
  dist,
  file,
  options: ["--port", "0", "--share", "--data", data],
  env: {},
  onEvent: (event) => console.log(JSON.stringify(event)),
  onNote: (text) => console.error(text),
  onFailed: () => process.exit(1),
});
