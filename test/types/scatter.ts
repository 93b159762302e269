// Scatter, gather, zip and nesting.
import { FnNode, GradioNode, gr, type AudioFile } from "daggr";
import { same, type Carried, type DepthOf } from "./expect.ts";

const script = new FnNode(({ topic }: { topic: string }) => [{ speaker: "a", text: topic }], {
  inputs: { topic: gr.Textbox() },
  outputs: { lines: gr.JSON() },
});
const voices = new GradioNode("o/voices", { outputs: { names: gr.JSON<string[]>() } });

const speech = new GradioNode("o/tts", {
  inputs: {
    text: script.lines.each.text,
    speaker: script.lines.each.speaker,
    zipped: voices.names.each,
    voice: "x",
  },
  outputs: { audio: gr.Audio(), words: gr.JSON<string[]>() },
});
same<DepthOf<typeof speech.audio>, 1>(true);
const gathered = speech.audio.all();
same<Carried<typeof gathered>, AudioFile[]>(true);
same<DepthOf<typeof gathered>, 0>(true);

new FnNode(({ audios }: { audios: AudioFile[] }) => audios[0]!, {
  inputs: { audios: speech.audio.all() },
  outputs: { audio: gr.Audio() },
});
new FnNode(({ audios }: { audios: AudioFile[] }) => audios[0]!, {
  inputs: {
    // @ts-expect-error forgot .all(): one audio into a list
    audios: speech.audio,
  },
});
new FnNode(({ audio }: { audio: AudioFile }) => audio, {
  inputs: {
    // @ts-expect-error .all() too many: a list into one audio
    audio: speech.audio.all(),
  },
});

// A node that uses a scattered port is scattered too, and a list of each item can be scattered again.
const perLine = new FnNode(({ audio }) => audio, {
  inputs: { audio: speech.audio },
  outputs: { same: gr.Audio() },
});
same<DepthOf<typeof perLine.same>, 1>(true);
const perWord = new FnNode(({ word, audio, topic }) => word + audio + topic, {
  inputs: { word: speech.words.each, audio: speech.audio, topic: gr.Textbox() },
  outputs: { text: gr.Textbox() },
});
same<DepthOf<typeof perWord.text>, 2>(true);
const inner = perWord.text.all();
same<Carried<typeof inner>, string[]>(true);
same<DepthOf<typeof inner>, 1>(true);
const perLineAgain = new FnNode(({ texts }: { texts: string[] }) => texts.join(" "), {
  inputs: { texts: perWord.text.all() },
});
same<DepthOf<typeof perLineAgain.output>, 1>(true);
const whole = new FnNode(({ texts }) => texts.join(" "), { inputs: { texts: perLineAgain.output.all() } });
same<DepthOf<typeof whole.output>, 0>(true);
// @ts-expect-error nothing is left to gather
whole.output.all();
// @ts-expect-error one level at a time
perWord.text.all().all();
