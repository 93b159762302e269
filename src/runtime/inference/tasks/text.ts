import type { Value } from "../../values/value.ts";
import type { TaskSpec } from "../task-spec.ts";
import {
  answerOutput,
  columnsOf,
  labelOf,
  labelOutput,
  labelsInput,
  questionInput,
  scoreOutput,
  tableInput,
  textInput,
  textOutput,
} from "./results.ts";

const summarization: TaskSpec = {
  about: "Makes a text short.",
  inputs: [textInput],
  outputs: [textOutput("The summary.")],
  call: async ({ library, args, options, reader }) => [
    (await library.summarization({ ...args, inputs: reader.text("text") }, options)).summary_text,
  ],
};

const translation: TaskSpec = {
  about: "Translates a text.",
  inputs: [textInput],
  outputs: [textOutput("The translation.")],
  call: async ({ library, args, options, reader }) => [
    (await library.translation({ ...args, inputs: reader.text("text") }, options)).translation_text,
  ],
};

const textClassification: TaskSpec = {
  about: "Says which class a text belongs to.",
  inputs: [textInput],
  outputs: [labelOutput],
  call: async ({ library, args, options, reader }) => [
    labelOf(await library.textClassification({ ...args, inputs: reader.text("text") }, options)),
  ],
};

const zeroShotClassification: TaskSpec = {
  about: "Says which of the given classes a text belongs to.",
  inputs: [textInput, labelsInput],
  outputs: [labelOutput],
  call: async ({ library, args, parameters, options, reader }) => {
    const asked = { ...parameters, candidate_labels: reader.texts("labels") };
    return [
      labelOf(
        await library.zeroShotClassification(
          { ...args, inputs: reader.text("text"), parameters: asked },
          options,
        ),
      ),
    ];
  },
};

const tokenClassification: TaskSpec = {
  about: "Marks words of a text: names, places, parts of speech.",
  inputs: [textInput],
  outputs: [
    { name: "tokens", component: "HighlightedText", about: "The text in pieces with their classes." },
    { name: "entities", component: "JSON", about: "The marked words with their places and scores." },
  ],
  call: async ({ library, args, options, reader }) => {
    const text = reader.text("text");
    const found = await library.tokenClassification({ ...args, inputs: text }, options);
    // The cast: the library's interfaces have no index signature, but they are plain JSON.
    return [piecesOf(text, found), found as unknown as Value];
  },
};

interface Entity {
  readonly start: number;
  readonly end: number;
  readonly entity_group?: string;
  readonly entity?: string;
}

function piecesOf(text: string, entities: readonly Entity[]): Value {
  const pieces: { token: string; class_or_confidence: string | null }[] = [];
  let at = 0;
  const plain = (end: number) => {
    if (end > at) pieces.push({ token: text.slice(at, end), class_or_confidence: null });
  };
  for (const entity of [...entities].sort((one, other) => one.start - other.start)) {
    if (entity.start < at) continue;
    plain(entity.start);
    const token = text.slice(entity.start, entity.end);
    pieces.push({ token, class_or_confidence: entity.entity_group ?? entity.entity ?? null });
    at = entity.end;
  }
  plain(text.length);
  return pieces;
}

const fillMask: TaskSpec = {
  about: "Guesses the word that stands where the mask is.",
  inputs: [{ ...textInput, about: "Text with the model's mask, such as [MASK]." }],
  outputs: [
    textOutput("The text with the best guess."),
    { ...labelOutput, about: "The guesses and their scores." },
  ],
  call: async ({ library, args, options, reader }) => {
    const guesses = await library.fillMask({ ...args, inputs: reader.text("text") }, options);
    return [
      guesses[0]?.sequence ?? "",
      labelOf(guesses.map((guess) => ({ label: guess.token_str ?? "", score: guess.score }))),
    ];
  },
};

const questionAnswering: TaskSpec = {
  about: "Finds the answer to a question in a text.",
  inputs: [
    questionInput,
    {
      name: "context",
      component: "Textbox",
      required: true,
      about: "The text to look in.",
      also: ["document"],
    },
  ],
  outputs: [answerOutput, scoreOutput],
  call: async ({ library, args, options, reader }) => {
    const inputs = { question: reader.text("question"), context: reader.text("context") };
    const { answer, score } = await library.questionAnswering({ ...args, inputs }, options);
    return [answer, score];
  },
};

const tableQuestionAnswering: TaskSpec = {
  about: "Finds the answer to a question in a table.",
  inputs: [tableInput, questionInput],
  outputs: [
    answerOutput,
    {
      name: "details",
      component: "JSON",
      about: "The cells it was found in, and how they were put together.",
    },
  ],
  call: async ({ library, args, options, reader }) => {
    const inputs = { table: columnsOf(reader.value("table")), question: reader.text("question") };
    const query = { ...inputs, query: inputs.question };
    const result = await library.tableQuestionAnswering({ ...args, inputs: query }, options);
    // The cast: the library's interfaces have no index signature, but they are plain JSON.
    return [result.answer, result as unknown as Value];
  },
};

const featureExtraction: TaskSpec = {
  about: "Turns a text into numbers that stand for its meaning.",
  inputs: [textInput],
  outputs: [{ name: "embedding", component: "JSON", about: "The numbers." }],
  call: async ({ library, args, options, reader }) => {
    const value = reader.value("text");
    const inputs = Array.isArray(value) ? reader.texts("text") : reader.text("text");
    return [await library.featureExtraction({ ...args, inputs }, options)];
  },
};

const sentenceSimilarity: TaskSpec = {
  about: "Says how alike a sentence is to others.",
  inputs: [
    {
      ...textInput,
      name: "sentence",
      about: "The sentence.",
      also: ["text", "source_sentence", "sourceSentence"],
    },
    { name: "sentences", component: "JSON", required: true, about: "The list of sentences to compare with." },
  ],
  outputs: [{ name: "scores", component: "JSON", about: "From 0 to 1, one for each sentence." }],
  call: async ({ library, args, options, reader }) => {
    const inputs = { source_sentence: reader.text("sentence"), sentences: reader.texts("sentences") };
    return [await library.sentenceSimilarity({ ...args, inputs: inputs }, options)];
  },
};

const tabular = (about: string, call: "tabularClassification" | "tabularRegression"): TaskSpec => ({
  about,
  inputs: [tableInput],
  outputs: [{ name: "values", component: "JSON", about: "One for each row." }],
  call: async ({ library, args, options, reader }) => [
    await library[call]({ ...args, inputs: { data: columnsOf(reader.value("table")) } }, options),
  ],
});

export const textTasks: Readonly<Record<string, TaskSpec>> = {
  summarization,
  translation,
  "text-classification": textClassification,
  "zero-shot-classification": zeroShotClassification,
  "token-classification": tokenClassification,
  "fill-mask": fillMask,
  "question-answering": questionAnswering,
  "table-question-answering": tableQuestionAnswering,
  "feature-extraction": featureExtraction,
  "sentence-similarity": sentenceSimilarity,
  "tabular-classification": tabular(
    "Says which class each row of a table belongs to.",
    "tabularClassification",
  ),
  "tabular-regression": tabular("Predicts a number for each row of a table.", "tabularRegression"),
};
