import { sharedApp } from "./gradio.ts";
import { startHub, type LocalHub } from "./hub.ts";

/** A Hub with the Spaces and models of the examples. Each Space is a real Gradio app. The caller stops the Hub. */
export async function startExampleHub(): Promise<LocalHub> {
  const [painter, cutout, speech] = await Promise.all([
    sharedApp("painter"),
    sharedApp("cutout"),
    sharedApp("speech"),
  ]);
  const hub = await startHub({
    "hf-applications/Z-Image-Turbo": { url: painter.url, title: "Z-Image-Turbo", likes: 300 },
    "hf-applications/background-removal": { url: cutout.url, title: "Background Removal", likes: 200 },
    "abidlabs/tts": { url: speech.url, title: "Text to Speech", likes: 100 },
    "mrfakename/E2-F5-TTS": { url: speech.url, title: "E2/F5 TTS", likes: 150 },
  });
  const served = (provider: string, task: string) => ({ pipelineTag: task, providers: [{ provider, task }] });
  hub.models.set("meta-llama/Llama-3.1-8B-Instruct", {
    pipelineTag: "text-generation",
    providers: [{ provider: "together", task: "conversational" }],
  });
  hub.models.set("black-forest-labs/FLUX.1-schnell", served("hf-inference", "text-to-image"));
  hub.models.set("openai/whisper-large-v3", served("hf-inference", "automatic-speech-recognition"));
  return hub;
}

/** A Hub with the Spaces and models of daggr's own examples. One program stands in for all Spaces. */
export async function startOriginalsHub(): Promise<LocalHub> {
  const { url } = await sharedApp("example_spaces");
  const ids = (await (await fetch(`${url}/spaces`)).json()) as string[];
  const hub = await startHub(Object.fromEntries(ids.map((id) => [id, { url: `${url}/${id}/` }])));
  const served = (task: string, provider: string) => ({ pipelineTag: task, providers: [{ provider, task }] });
  hub.models.set("openai/whisper-large-v3", served("automatic-speech-recognition", "replicate"));
  hub.models.set("black-forest-labs/FLUX.2-klein-4B", served("image-to-image", "fal-ai"));
  hub.models.set("hexgrad/Kokoro-82M", served("text-to-speech", "hf-inference"));
  return hub;
}
