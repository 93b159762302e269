/** Characters that one call may print, and as many more the programs that it starts. */
const printLimit = 1024 * 1024;
/** Messages that may be sent at once, and the milliseconds after which one more may be sent. */
const burst = 100;
const interval = 20;

/**
 * Sends printed text. A little text is sent at once, so that text printed before an endless loop is seen. Much text is
 * collected into fewer messages.
 */
export class Printer<Stream extends string = "stdout" | "stderr"> {
  #pending: { stream: Stream | "stderr"; text: string }[] = [];
  #free = burst;
  #sentAt = 0;
  #left = printLimit;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (stream: Stream | "stderr", text: string) => void) {}

  print(stream: Stream, text: string): void {
    if (text === "" || this.#left <= 0) return;
    this.#add(stream, text.slice(0, this.#left));
    this.#left -= text.length;
    if (this.#left <= 0) this.#add("stderr", "\n… (what it printed after this was too much to show)\n");
    const passed = performance.now() - this.#sentAt;
    this.#free = Math.min(burst, this.#free + passed / interval);
    if (this.#free >= 1) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), interval).unref();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sentAt = performance.now();
    this.#free--;
    const pending = this.#pending;
    this.#pending = [];
    for (const { stream, text } of pending) this.send(stream, text);
  }

  #add(stream: Stream | "stderr", text: string): void {
    const last = this.#pending.at(-1);
    if (last?.stream === stream) last.text += text;
    else this.#pending.push({ stream, text });
  }
}
