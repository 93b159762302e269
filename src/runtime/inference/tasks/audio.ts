import type { TaskOutput, TaskSpec } from "../task-spec.ts";
import { audioInput, labelOf, labelOutput, textInput, textOutput } from "./results.ts";

const audioOutput: TaskOutput = { name: "audio", component: "Audio", about: "The sound." };

const spoken = (about: string, call: "textToSpeech" | "textToAudio"): TaskSpec => ({
  about,
  inputs: [{ ...textInput, also: ["prompt", "inputs", "input"] }],
  outputs: [audioOutput],
  call: async ({ library, args, options, reader, keep }) => [
    await keep(await library[call]({ ...args, inputs: reader.text("text") }, options), "audio", "audio"),
  ],
});

const automaticSpeechRecognition: TaskSpec = {
  about: "Writes down what is said.",
  inputs: [audioInput],
  outputs: [textOutput("What was said.")],
  call: async ({ library, args, options, reader }) => [
    (await library.automaticSpeechRecognition({ ...args, inputs: await reader.blob("audio") }, options)).text,
  ],
};

const audioClassification: TaskSpec = {
  about: "Says which class a sound belongs to.",
  inputs: [audioInput],
  outputs: [labelOutput],
  call: async ({ library, args, options, reader }) => [
    labelOf(await library.audioClassification({ ...args, inputs: await reader.blob("audio") }, options)),
  ],
};

const audioToAudio: TaskSpec = {
  about: "Changes a sound, or takes it apart: each part is a returned value.",
  inputs: [audioInput],
  outputs: [audioOutput],
  call: async ({ library, args, options, reader, keep }) => {
    const parts = await library.audioToAudio({ ...args, inputs: await reader.blob("audio") }, options);
    return Promise.all(
      parts.map((part) => {
        const content = new Blob([Buffer.from(part.blob, "base64")], { type: part["content-type"] });
        return keep(content, part.label || "audio", "audio");
      }),
    );
  },
};

export const audioTasks: Readonly<Record<string, TaskSpec>> = {
  "text-to-speech": spoken("Speaks a text.", "textToSpeech"),
  "text-to-audio": spoken("Makes sound or music from a text.", "textToAudio"),
  "automatic-speech-recognition": automaticSpeechRecognition,
  "audio-classification": audioClassification,
  "audio-to-audio": audioToAudio,
};
