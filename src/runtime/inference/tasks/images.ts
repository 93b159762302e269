import type { Value } from "../../values/value.ts";
import type { TaskInput, TaskOutput, TaskSpec } from "../task-spec.ts";
import {
  answerOutput,
  imageInput,
  labelOf,
  labelOutput,
  labelsInput,
  promptInput,
  questionInput,
  scoreOutput,
  textOutput,
} from "./results.ts";

const imageOutput: TaskOutput = { name: "image", component: "Image", about: "The image." };
const videoOutput: TaskOutput = { name: "video", component: "Video", about: "The video." };
const guide: TaskInput = { ...promptInput, required: false, about: "What to make of it." };

const textToImage: TaskSpec = {
  about: "Paints an image from a text.",
  inputs: [promptInput],
  outputs: [imageOutput],
  call: async ({ library, args, options, reader, keep }) => {
    const image = await library.textToImage(
      { ...args, inputs: reader.text("prompt") },
      { ...options, outputType: "blob" },
    );
    return [await keep(image, "image", "image")];
  },
};

const textToVideo: TaskSpec = {
  about: "Makes a video from a text.",
  inputs: [promptInput],
  outputs: [videoOutput],
  call: async ({ library, args, options, reader, keep }) => [
    await keep(
      await library.textToVideo({ ...args, inputs: reader.text("prompt") }, options),
      "video",
      "video",
    ),
  ],
};

/** Tasks that make an image or a video of an image and, perhaps, a text. */
const fromImage = (
  about: string,
  kind: "image" | "video",
  call: "imageToImage" | "imageToVideo" | "imageTextToImage" | "imageTextToVideo",
): TaskSpec => ({
  about,
  inputs: [imageInput, guide],
  outputs: [kind === "image" ? imageOutput : videoOutput],
  call: async ({ library, args, parameters, options, reader, keep }) => {
    const prompt = reader.has("prompt") ? { prompt: reader.text("prompt") } : {};
    const all = { ...parameters, ...prompt };
    // Without parameters some providers get the image itself rather than written out.
    const rest = Object.keys(all).length > 0 ? { parameters: all } : {};
    const made = await library[call]({ ...args, ...rest, inputs: await reader.blob("image") }, options);
    return [await keep(made, kind, kind)];
  },
});

const imageToText: TaskSpec = {
  about: "Says in words what an image shows.",
  inputs: [imageInput],
  outputs: [textOutput("What it shows.")],
  call: async ({ library, args, options, reader }) => {
    const result = await library.imageToText({ ...args, data: await reader.blob("image") }, options);
    return [result.generated_text ?? ""];
  },
};

const imageClassification: TaskSpec = {
  about: "Says which class an image belongs to.",
  inputs: [imageInput],
  outputs: [labelOutput],
  call: async ({ library, args, options, reader }) => [
    labelOf(await library.imageClassification({ ...args, data: await reader.blob("image") }, options)),
  ],
};

const zeroShotImageClassification: TaskSpec = {
  about: "Says which of the given classes an image belongs to.",
  inputs: [imageInput, labelsInput],
  outputs: [labelOutput],
  call: async ({ library, args, parameters, options, reader }) => {
    const asked = { ...parameters, candidate_labels: reader.texts("labels") };
    const inputs = { image: await reader.blob("image") };
    return [
      labelOf(await library.zeroShotImageClassification({ ...args, inputs, parameters: asked }, options)),
    ];
  },
};

const objectDetection: TaskSpec = {
  about: "Finds things in an image.",
  inputs: [imageInput],
  outputs: [
    { name: "objects", component: "JSON", about: "What was found, how sure it is, and the box around it." },
  ],
  call: async ({ library, args, options, reader }) => [
    // The cast: the library's interfaces have no index signature, but they are plain JSON.
    (await library.objectDetection(
      { ...args, data: await reader.blob("image") },
      options,
    )) as unknown as Value,
  ],
};

const imageSegmentation: TaskSpec = {
  about: "Divides an image into its parts.",
  inputs: [imageInput],
  outputs: [{ name: "segments", component: "AnnotatedImage", about: "The image and a mask for each part." }],
  call: async ({ library, args, options, reader, keep }) => {
    const image = await reader.blob("image");
    const parts = await library.imageSegmentation({ ...args, inputs: image }, options);
    const annotations = parts.map(async ({ label, mask }, at) => {
      const content = new Blob([Buffer.from(mask, "base64")], { type: "image/png" });
      return { image: await keep(content, `mask ${at + 1}`, "image"), label: label ?? "" };
    });
    return [{ image: await keep(image, "image", "image"), annotations: await Promise.all(annotations) }];
  },
};

const askedImage = (
  about: string,
  call: "visualQuestionAnswering" | "documentQuestionAnswering",
): TaskSpec => ({
  about,
  inputs: [imageInput, questionInput],
  outputs: [answerOutput, scoreOutput],
  call: async ({ library, args, options, reader }) => {
    const inputs = { image: await reader.blob("image"), question: reader.text("question") };
    const { answer, score } = await library[call]({ ...args, inputs }, options);
    return [answer ?? "", score ?? null];
  },
});

export const imageTasks: Readonly<Record<string, TaskSpec>> = {
  "text-to-image": textToImage,
  "text-to-video": textToVideo,
  "image-to-image": fromImage("Changes an image.", "image", "imageToImage"),
  "image-to-video": fromImage("Makes a video of an image.", "video", "imageToVideo"),
  "image-text-to-image": fromImage("Changes an image as a text says.", "image", "imageTextToImage"),
  "image-text-to-video": fromImage("Makes a video of an image and a text.", "video", "imageTextToVideo"),
  "image-to-text": imageToText,
  "image-classification": imageClassification,
  "zero-shot-image-classification": zeroShotImageClassification,
  "object-detection": objectDetection,
  "image-segmentation": imageSegmentation,
  "visual-question-answering": askedImage("Answers a question about an image.", "visualQuestionAnswering"),
  "document-question-answering": askedImage("Answers a question about a page.", "documentQuestionAnswering"),
};
