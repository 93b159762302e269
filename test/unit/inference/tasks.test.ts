import assert from "node:assert/strict";
import { isFileRef, type FileRef, type Value, type Values } from "../../../src/runtime/values/value.ts";
import { taskNames, taskOf } from "../../../src/runtime/inference/tasks/table.ts";
import { png } from "../../hub/png.ts";
import { startAsking, type Asking } from "./asking.ts";

const label = {
  label: "POSITIVE",
  confidences: [
    { label: "POSITIVE", confidence: 0.75 },
    { label: "NEGATIVE", confidence: 0.25 },
  ],
};

describe("tasks of models", () => {
  let asking: Asking;
  let image: FileRef;
  let sound: FileRef;
  before(async () => {
    asking = await startAsking();
    image = await asking.media.addBytes(png("a cat"), "cat.png", "image/png");
    sound = await asking.media.addBytes(Buffer.from("RIFF"), "sound.wav", "audio/wav");
  });
  after(() => asking.dispose());

  const table = {
    headers: ["a", "b"],
    data: [
      ["1", 2],
      [null, "x"],
    ],
  };
  const file = (kind: string) => (value: Value) => isFileRef(value) && value.mime.startsWith(kind);
  /** What goes in, and what has to come out first. */
  const cases = (): Record<string, readonly [Values, Value | ((value: Value) => boolean)]> => ({
    conversational: [{ prompt: "hello" }, "You said: hello"],
    "text-generation": [{ prompt: "once" }, "once and so on."],
    summarization: [{ text: "a long text" }, "in short: a long text"],
    translation: [{ text: "cheese" }, "traduit : cheese"],
    "text-classification": [{ text: "good" }, label],
    "zero-shot-classification": [
      { text: "x", labels: "a, b" },
      {
        label: "a",
        confidences: [
          { label: "a", confidence: 0.8 },
          { label: "b", confidence: 0.2 },
        ],
      },
    ],
    "token-classification": [
      { text: "Ann is here" },
      [
        { token: "Ann", class_or_confidence: "PER" },
        { token: " is here", class_or_confidence: null },
      ],
    ],
    "fill-mask": [{ text: "a [MASK]" }, "a [MASK]"],
    "question-answering": [{ question: "who?", context: "Ann." }, '{"questi'],
    "table-question-answering": [{ table, question: "how many?" }, "3"],
    "feature-extraction": [{ text: "four" }, [4, 0.5, 0.25]],
    "sentence-similarity": [{ sentence: "a", sentences: ["b", "c"] }, [0.9, 0.1]],
    "tabular-classification": [{ table }, [1, 0]],
    "tabular-regression": [{ table }, [1.5, 2.5]],
    "text-to-image": [{ prompt: "a cat" }, file("image/")],
    "text-to-video": [{ prompt: "a cat" }, file("video/")],
    "image-to-image": [{ image, prompt: "blue" }, file("image/")],
    "image-to-video": [{ image }, file("video/")],
    "image-to-text": [{ image }, (value) => typeof value === "string" && value.startsWith("a picture of")],
    "image-classification": [{ image }, label],
    "zero-shot-image-classification": [{ image, labels: ["a"] }, label],
    "object-detection": [
      { image },
      [{ label: "cat", score: 0.9, box: { xmin: 1, ymin: 2, xmax: 30, ymax: 40 } }],
    ],
    "image-segmentation": [
      { image },
      (value) =>
        file("image/png")((value as { annotations: { image: Value }[] }).annotations[0]?.image ?? null),
    ],
    "visual-question-answering": [{ image, question: "what?" }, "a cat"],
    "document-question-answering": [{ image, question: "what?" }, "42"],
    "text-to-speech": [{ text: "hi" }, file("audio/")],
    "text-to-audio": [{ text: "hi" }, file("audio/")],
    "automatic-speech-recognition": [{ audio: sound }, "heard 4 bytes"],
    "audio-classification": [{ audio: sound }, label],
    "audio-to-audio": [{ audio: sound }, file("audio/")],
  });
  /** Served by none of the providers that the local router speaks for. */
  const untested = ["image-text-to-image", "image-text-to-video"];
  const providerOf = (task: string) => (/-video$/.test(task) ? "fal-ai" : "hf-inference");

  it("are all in the table, each with inputs and outputs", () => {
    assert.deepEqual([...Object.keys(cases()), ...untested].sort(), [...taskNames].sort());
    for (const name of taskNames) {
      const spec = taskOf(name);
      assert.ok(spec && spec.about && spec.inputs.length > 0 && spec.outputs.length > 0, name);
    }
    assert.equal(taskOf("toString"), undefined);
    assert.equal(taskOf("image-text-to-text"), taskOf("conversational"));
  });

  for (const task of taskNames.filter((name) => !untested.includes(name))) {
    it(task, async () => {
      const [inputs, expected] = cases()[task] ?? [{}, null];
      const returned = await asking.ask(asking.serve(task, providerOf(task)), inputs);
      if (typeof expected === "function") assert.ok(expected(returned[0] ?? null), JSON.stringify(returned));
      else assert.deepEqual(returned[0], expected);
    });
  }

  for (const provider of ["fal-ai", "replicate", "together"]) {
    it(`text-to-image by ${provider}, in its own way`, async () => {
      const [made] = await asking.ask(asking.serve("text-to-image", provider), { prompt: "a cat" });
      assert.deepEqual(await asking.media.read(made as FileRef), png("a cat"));
    });
  }

  it("take inputs under other names, and the rest as parameters of the model", async () => {
    const model = asking.serve("text-to-image", "hf-inference");
    await asking.ask(model, { text: "a dog", numInferenceSteps: 4, seed: null });
    const sent = asking.hub.requests.filter(({ method }) => method === "POST").at(-1);
    assert.deepEqual(JSON.parse(String(sent?.body)), {
      inputs: "a dog",
      parameters: { num_inference_steps: 4 },
    });
  });

  it("say which input is missing, and which may be meant", async () => {
    const { message, help } = await asking.failure(asking.serve("text-to-image"), { promt: "a cat" });
    assert.match(
      message,
      /^"ann\/text-to-image-hf-inference" needs a value for 'prompt' \(task text-to-image\)\. Is 'promt' meant to be 'prompt'\?$/,
    );
    assert.match(help ?? "", /'prompt'/);
    const file = await asking.failure(asking.serve("image-classification"), { image: "gone.png" });
    assert.match(file.message, /^The file 'gone\.png' for input 'image' of .* is not there/);
    assert.match(
      (await asking.failure(asking.serve("summarization"), { text: [1] })).message,
      /Input 'text' of .* has to be text/,
    );
  });
});
