import assert from "node:assert/strict";
import { Agent, request } from "node:http";

export interface Load {
  /** Milliseconds for each request, all of them together. */
  readonly perRequest: number;
  /** Milliseconds that all but one of a hundred requests took at most. */
  readonly p99: number;
}

/** Calls the graph of three functions so many times, each time with another text, over so many connections. */
export async function load(origin: string, connections: number, count: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const took: number[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      const text = `text ${next++} ${Math.random()}`;
      const start = performance.now();
      const answer = await call(origin, agent, text);
      took.push(performance.now() - start);
      const expected = [...`${text}!`.toUpperCase()].reverse().join("");
      assert.equal(answer, JSON.stringify({ outputs: { third: { text: expected } } }));
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  const whole = performance.now() - start;
  agent.destroy();
  took.sort((a, b) => a - b);
  return { perRequest: whole / count, p99: took[Math.ceil(0.99 * took.length) - 1] ?? NaN };
}

function call(origin: string, agent: Agent, text: string): Promise<string> {
  const body = JSON.stringify({ inputs: { first__text: text } });
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request(`${origin}/api/call`, { method: "POST", agent, headers }, (response) => {
      let answer = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (answer += part));
      response.on("end", () => resolve(answer));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
