// One idea, five texts, two images, a video, and a preview of all.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { FnNode, GradioNode, Graph, gr } from "daggr";

const styles = {
  Instagram: { look: "aesthetic, square", motion: "smooth", tags: ["#instagood", "#explore"] },
  TikTok: { look: "bold, vertical", motion: "fast-paced", tags: ["#fyp", "#trending"] },
  "Twitter/X": { look: "clean, horizontal", motion: "quick", tags: ["#tech", "#innovation"] },
  LinkedIn: { look: "polished, clean", motion: "educational", tags: ["#leadership", "#growth"] },
};
type Platform = keyof typeof styles;

const strategy = new FnNode(
  ({ topic, platform, tone, include_cta }) => {
    const { look, motion, tags } = styles[platform];
    const words = topic
      .toLowerCase()
      .split(/\W+/)
      .filter((word) => word.length > 3);
    return {
      image_prompt: `${look}, ${topic}, ${tone} mood, vibrant`,
      alt_image_prompt: `${look}, ${topic}, ${tone} mood, minimalist`,
      video_prompt: `${topic}, ${motion}, cinematic`,
      caption: `${topic}${include_cta ? "\n\nWhat do you think?" : ""}`,
      hashtags: [...words.slice(0, 3).map((word) => `#${word}`), ...tags].join(" "),
    };
  },
  {
    name: "expand_content_idea",
    inputs: {
      topic: gr.Textbox({ label: "Topic", value: "the future of creativity", lines: 2 }),
      platform: gr.Dropdown({
        label: "Platform",
        choices: Object.keys(styles) as Platform[],
        value: "Instagram",
      }),
      tone: gr.Radio({
        label: "Tone",
        choices: ["Professional", "Fun & Playful", "Inspirational", "Educational", "Trending/Viral"],
        value: "Inspirational",
      }),
      include_cta: gr.Checkbox({ label: "Call to action", value: true }),
    },
    outputs: {
      image_prompt: gr.Textbox({ label: "Image Prompt" }),
      alt_image_prompt: gr.Textbox({ label: "Alternative Prompt" }),
      video_prompt: gr.Textbox({ label: "Video Prompt" }),
      caption: gr.Textbox({ label: "Caption", lines: 4 }),
      hashtags: gr.Textbox({ label: "Hashtags" }),
    },
  },
);

const size = { width: 1024, height: 1024 };
const seed = () => Math.floor(Math.random() * 1_000_000);

const image = new GradioNode("hf-applications/Z-Image-Turbo", {
  name: "Z-Image-Turbo",
  apiName: "/generate_image",
  inputs: { prompt: strategy.image_prompt, seed, ...size },
  outputs: { image: gr.Image({ label: "Image" }) },
});

const otherImage = new GradioNode("hf-applications/Z-Image-Turbo", {
  name: "Z-Image-Turbo_1",
  apiName: "/generate_image",
  inputs: { prompt: strategy.alt_image_prompt, seed, ...size },
  outputs: { image: gr.Image({ label: "Alternative" }) },
});

const video = new GradioNode("Lightricks/ltx-2-distilled", {
  name: "ltx-2-distilled",
  apiName: "/generate_video",
  inputs: { input_image: image.image, prompt: strategy.video_prompt, duration: 3 },
  outputs: { video: gr.Video({ label: "Video" }), seed: null },
});

const mark = async (path: string) =>
  createHash("sha256")
    .update(await readFile(path))
    .digest("hex")
    .slice(0, 12);

const bundle = new FnNode(
  async ({ primary_img, alt_img, video, caption, hashtags, platform }) => {
    const [primary, alternative, film] = await Promise.all([primary_img, alt_img, video].map(mark));
    return {
      package_json: JSON.stringify({ platform, primary, alternative, film, caption, hashtags }, null, 2),
      preview: `<figure><b>${caption}</b><figcaption>${hashtags}</figcaption></figure>`,
    };
  },
  {
    name: "package_content",
    inputs: {
      primary_img: image.image,
      alt_img: otherImage.image,
      video: video.video,
      caption: strategy.caption,
      hashtags: strategy.hashtags,
      platform: strategy.image_prompt,
    },
    outputs: {
      package_json: gr.Code({ label: "Package", language: "json" }),
      preview: gr.HTML({ label: "Preview" }),
    },
  },
);

export const graph = new Graph({
  name: "Viral Content Generator",
  nodes: [strategy, image, otherImage, video, bundle],
});
