/** Redirects everything written to stdout and stderr, also by console methods, to `print`. */
export function captureOutput(print: (stream: "stdout" | "stderr", text: string) => void): void {
  for (const stream of ["stdout", "stderr"] as const) {
    process[stream].write = (
      chunk: Uint8Array | string,
      encoding?: BufferEncoding | ((error?: Error | null) => void),
      callback?: (error?: Error | null) => void,
    ): boolean => {
      const encoded = typeof encoding === "string" ? encoding : "utf8";
      print(stream, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString(encoded));
      const done = typeof encoding === "function" ? encoding : callback;
      if (done) process.nextTick(done);
      return true;
    };
  }
}
