import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { eventually } from "../../../support/eventually.ts";

/** A workflow that says in which process it runs. */
export const workflow = `import { FnNode, Graph, gr } from "daggr";
console.log("process " + process.pid);
const loud = new FnNode(({ words }) => words.toUpperCase(), {
  inputs: { words: gr.Textbox({ value: "some words" }) },
  outputs: { text: gr.Textbox() },
});
export default new Graph({ name: "Loud", nodes: [loud] });
`;

/** What a server answers to bytes as they are, which no client of ours would send. */
export async function raw(origin: string, request: string): Promise<string> {
  const { port } = new URL(origin);
  const socket = connect(Number(port), "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => (answer += String(chunk)));
  socket.write(request.replaceAll("\n", "\r\n"));
  await Promise.race([
    once(socket, "close"),
    eventually("it answers", () => assert.match(answer, /\r\n\r\n/)),
  ]);
  socket.destroy();
  return answer;
}
