// Nodes made in a loop: five images at the same time, four transitions between them, one video.
import { copyFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { FnNode, GradioNode, Graph, gr, type GalleryImage, type ImageFile, type VideoFile } from "daggr";
import { joined } from "./shared.ts";

const scenes = [
  "A mountain lake at sunrise",
  "A forest in mist",
  "Waves on rocks at sunset",
  "The milky way over a desert",
  "Northern lights over ice",
];

const style = gr.Textbox({ label: "Transition Style", value: "A smooth morph with natural movement" });

const frames = scenes.map((scene, index) => {
  const number = index + 1;
  const image = new GradioNode("Tongyi-MAI/Z-Image-Turbo", {
    name: `Image ${number}`,
    apiName: "/generate",
    inputs: {
      prompt: gr.Textbox({ label: `Scene ${number}`, value: scene, lines: 2 }),
      resolution: "1280x720 ( 16:9 )",
      steps: 8,
      random_seed: true,
    },
    postprocess: (images: GalleryImage[]) => images[0]?.image ?? null,
    outputs: { image: gr.Image({ label: `Scene ${number}` }) },
  });
  return new FnNode(
    async ({ image, size = 256 }, context): Promise<ImageFile> => {
      const path = join(context.files, `${size}-${basename(image)}`);
      await copyFile(image, path);
      return path;
    },
    { name: `Resize ${number}`, inputs: { image: image.image }, outputs: { resized: gr.Image() } },
  );
});

const transitions = frames.slice(1).map((end, index) => {
  const title = `Transition ${index + 1}→${index + 2}`;
  return new GradioNode("multimodalart/wan-2-2-first-last-frame", {
    name: title,
    apiName: "/generate_video",
    inputs: {
      start_image_pil: frames[index]!.resized,
      end_image_pil: end.resized,
      prompt: style,
      negative_prompt: "blurry, distorted",
      duration_seconds: 2,
      steps: 8,
      guidance_scale: 1,
      randomize_seed: true,
    },
    postprocess: (video: VideoFile) => video,
    outputs: { video: gr.Video({ label: title }) },
  });
});

const slideshow = new FnNode(
  (videos: Record<string, VideoFile>, { files }): Promise<VideoFile | null> =>
    joined(Object.values(videos), files, "slideshow"),
  {
    name: "Combine Slideshow",
    inputs: Object.fromEntries(transitions.map((node, index) => [`v${index + 1}`, node.video])),
    outputs: { final_video: gr.Video({ label: "Final Slideshow" }) },
  },
);

export const graph = new Graph({ name: "Slideshow with Smooth Transitions", nodes: [slideshow] });
