import { startLanguageWorker } from "../../../../src/runtime/check/language-thread.ts";
import { isWorkflowText } from "../../../../src/runtime/text/workflow-text.ts";
import { printed } from "../../../../src/runtime/check/printed-diagnostic.ts";
import { dist } from "../test-language.ts";
import { comparable, type Way } from "./way.ts";

/** The language worker, asked as VS Code's extension asks it for the Problems panel. */
export const problems: Way = {
  title: "Problems",
  typeErrors: false,
  start: async (env) => {
    const before = { ...process.env };
    // A worker gets the environment that is there when it starts.
    Object.assign(process.env, env);
    const { worker, rpc } = startLanguageWorker(
      dist,
      { huggingFaceToken: () => env["HF_TOKEN"], login: () => undefined },
      () => {},
    );
    for (const name of Object.keys(env)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    const { version } = (await import("../../../../package.json", { with: { type: "json" } })).default;
    await rpc.remote.start({ dist, cache: env["DAGGR_CACHE"]!, trusted: true, version });
    return {
      open: ({ path: file, code: text }) => rpc.remote.open({ file, version: 1, text }),
      close: ({ path: file }) => rpc.remote.close({ file }),
      diagnostics: async ({ path: file, code: text }) => {
        if (!isWorkflowText(text)) return [];
        return ((await rpc.remote.check({ file, version: 1 })) ?? []).map((one) => comparable(printed(one)));
      },
      stop: async () => {
        rpc.dispose();
        await worker.terminate();
      },
    };
  },
};
