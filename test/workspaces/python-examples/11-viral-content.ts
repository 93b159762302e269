// One idea, five texts, two images, a video, and a preview of all.
import { FnNode, GradioNode, Graph, gr } from "daggr";

const styles = {
  Instagram: { look: "aesthetic, square", motion: "smooth", tags: ["#instagood", "#explore"] },
  TikTok: { look: "bold, vertical", motion: "fast-paced", tags: ["#fyp", "#trending"] },
  LinkedIn: { look: "polished, clean", motion: "educational", tags: ["#leadership", "#growth"] },
};
type Platform = keyof typeof styles;

const strategy = new FnNode(
  ({ topic, platform, tone, callToAction }) => {
    const { look, motion, tags } = styles[platform];
    const words = topic
      .toLowerCase()
      .split(/\W+/)
      .filter((word) => word.length > 3);
    return {
      imagePrompt: `${look}, ${topic}, ${tone} mood, vibrant`,
      otherPrompt: `${look}, ${topic}, ${tone} mood, minimalist`,
      videoPrompt: `${topic}, ${motion}, cinematic`,
      caption: `${topic}${callToAction ? "\n\nWhat do you think?" : ""}`,
      hashtags: [...words.slice(0, 3).map((word) => `#${word}`), ...tags].join(" "),
    };
  },
  {
    inputs: {
      topic: gr.Textbox({ label: "Topic", value: "the future of creativity", lines: 2 }),
      platform: gr.Dropdown({
        label: "Platform",
        choices: Object.keys(styles) as Platform[],
        value: "Instagram",
      }),
      tone: gr.Radio({
        label: "Tone",
        choices: ["Professional", "Playful", "Inspirational"],
        value: "Playful",
      }),
      callToAction: gr.Checkbox({ label: "Call to action", value: true }),
    },
    outputs: {
      imagePrompt: gr.Textbox({ label: "Image Prompt" }),
      otherPrompt: gr.Textbox({ label: "Alternative Prompt" }),
      videoPrompt: gr.Textbox({ label: "Video Prompt" }),
      caption: gr.Textbox({ label: "Caption", lines: 4 }),
      hashtags: gr.Textbox({ label: "Hashtags" }),
    },
  },
);

const size = { width: 1024, height: 1024 };
const seed = () => Math.floor(Math.random() * 1_000_000);

const image = new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { prompt: strategy.imagePrompt, seed, ...size },
  outputs: { image: gr.Image({ label: "Image" }) },
});

const otherImage = new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { prompt: strategy.otherPrompt, seed, ...size },
  outputs: { image: gr.Image({ label: "Alternative" }) },
});

const video = new GradioNode("Lightricks/ltx-2-distilled", {
  apiName: "/generate_video",
  inputs: { input_image: image.image, prompt: strategy.videoPrompt, duration: 3 },
  outputs: { video: gr.Video({ label: "Video" }), seed: null },
});

const bundle = new FnNode(
  (parts) => ({
    json: JSON.stringify(parts, null, 2),
    preview: `<figure><b>${parts.caption}</b><figcaption>${parts.hashtags}</figcaption></figure>`,
  }),
  {
    inputs: {
      image: image.image,
      otherImage: otherImage.image,
      video: video.video,
      caption: strategy.caption,
      hashtags: strategy.hashtags,
    },
    outputs: {
      json: gr.Code({ label: "Package", language: "json" }),
      preview: gr.HTML({ label: "Preview" }),
    },
  },
);

export const graph = new Graph({
  name: "Viral Content Generator",
  nodes: [strategy, image, otherImage, video, bundle],
});
