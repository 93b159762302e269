// Ends a worker thread of another Node process, as a crash of its own would: `node end-worker.mjs ADDRESS NAME`. ADDRESS is the
// WebSocket of the process's inspector. Needs a Node with `WebSocket`.

const [address = "", name = ""] = process.argv.slice(2);
const socket = new WebSocket(address);
let id = 0;
/** @param {string} method @param {object} params */
const send = (method, params) => socket.send(JSON.stringify({ id: ++id, method, params }));

socket.addEventListener("open", () => send("NodeWorker.enable", { waitForDebuggerOnStart: false }));
socket.addEventListener("message", ({ data }) => {
  const { method, params } = JSON.parse(data);
  if (method !== "NodeWorker.attachedToWorker" || !params.workerInfo.title.includes(name)) return;
  const expression = "process.exit(9)";
  const message = JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression } });
  send("NodeWorker.sendMessageToWorker", { sessionId: params.sessionId, message });
});
socket.addEventListener("message", ({ data }) => {
  if (JSON.parse(data).method === "NodeWorker.detachedFromWorker") process.exit(0);
});
setTimeout(() => process.exit(1), 10_000);
