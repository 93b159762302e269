// A picture poem. Needs no network, no Python and no packages: everything is made by the functions below.
//
// Press "Run all" on the canvas. Then change the subject, edit, add or reorder scenes, and run again: only what depends on
// your change runs, down to the single picture.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FnNode, Graph, InputNode, ItemList, gr, type ImageFile } from "daggr";

const skies = {
  dawn: ["#ffb199", "#ff6f91", "#845ec2"],
  noon: ["#9be7ff", "#4fa3ff", "#2f6fdb"],
  dusk: ["#ffc75f", "#f76b4c", "#4b2a63"],
  night: ["#31477a", "#1b2a4e", "#0b1026"],
} as const;
type Sky = keyof typeof skies;
const skyNames = Object.keys(skies) as Sky[];

// Inputs in one card. Each port can be connected to any number of nodes.
const idea = new InputNode({
  ports: {
    subject: gr.Textbox({ label: "Subject", value: "a lighthouse" }),
    verses: gr.Slider({ label: "Verses", value: 4, minimum: 2, maximum: 8, step: 1 }),
  },
});

// A generator streams: each yielded text is shown at once, the last one is the result.
const poem = new FnNode(
  async function* ({ subject, verses, luck }, context) {
    const lines: string[] = [];
    for (let verse = 0; verse < verses; verse++) {
      lines.push("");
      for (const word of verseOf(subject, verse, luck).split(" ")) {
        lines[verse] = `${lines[verse]} ${word}`.trim();
        await sleep(60, undefined, { signal: context.signal });
        yield lines.join("\n");
      }
      context.progress((verse + 1) / verses, `${verse + 1} of ${verses} verses`);
    }
  },
  {
    inputs: {
      subject: idea.subject,
      verses: idea.verses,
      luck: Math.random, // called each time the node runs
    },
    outputs: { text: gr.Textbox({ label: "Poem", lines: 5 }) },
  },
);

// A list whose items can be edited on the canvas.
const scenes = new FnNode(
  ({ text }) => text.split("\n").map((line, index) => ({ line, sky: skyNames[index % skyNames.length]! })),
  {
    inputs: { text: poem.text },
    outputs: {
      list: ItemList({
        line: gr.Textbox({ label: "Line", lines: 2 }),
        sky: gr.Dropdown({ label: "Sky", choices: skyNames }),
      }),
    },
  },
);

// Runs once per scene, because it uses fields of the list's items.
const picture = new FnNode(
  async ({ line, sky, stars }, { files }): Promise<ImageFile> => {
    const path = join(files, "scene.svg");
    await writeFile(path, paint(line, sky, stars));
    return path;
  },
  {
    inputs: {
      line: scenes.list.line,
      sky: scenes.list.sky,
      stars: gr.Slider({ label: "Stars", value: 40, minimum: 0, maximum: 120, step: 10 }),
    },
    outputs: { image: gr.Image({ label: "Scene" }) },
    concurrent: true,
  },
);

// Takes the pictures of all scenes.
const poster = new FnNode(
  async ({ images, columns }, { files }) => {
    const pictures = await Promise.all(images.map((image) => readFile(image, "utf8")));
    const path = join(files, "poster.svg");
    await writeFile(path, arrange(pictures, columns));
    return { poster: path, pages: images.map((image, index) => ({ image, caption: `Page ${index + 1}` })) };
  },
  {
    inputs: {
      images: picture.image.all(),
      columns: gr.Radio({ label: "Columns", choices: [1, 2, 3], value: 2 }),
    },
    outputs: {
      poster: gr.Image({ label: "Poster" }),
      pages: gr.Gallery({ label: "Pages", columns: 2 }),
    },
  },
);

export default new Graph({ name: "Picture Poem", nodes: [poster] });

// ---- Plain code that the nodes use. Edit it, and exactly the nodes that use it become stale.

const openings = [
  "At first light",
  "All morning",
  "When the wind turns",
  "Toward evening",
  "Under the stars",
  "Long after",
];
const deeds = [
  "keeps its own quiet",
  "waits for a sail",
  "counts the slow waves",
  "remembers a song",
  "leans into the weather",
];
const endings = [
  "and says nothing.",
  "as if it had all day.",
  "while the gulls argue.",
  "until the lamps are lit.",
];

function verseOf(subject: string, verse: number, luck: number): string {
  const pick = (words: readonly string[], step: number) =>
    words[Math.floor(luck * 97 + verse * step) % words.length]!;
  return `${openings[verse % openings.length]}, ${subject} ${pick(deeds, 2)} ${pick(endings, 3)}`;
}

function paint(line: string, sky: Sky, stars: number): string {
  const [top, middle, bottom] = skies[sky];
  const random = randomBy(line);
  const star = () => {
    const [x, y, size] = [random() * 640, random() * 250, 0.6 + random() * 1.6];
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${size.toFixed(1)}" fill="#fff" opacity="${(0.3 + random() * 0.6).toFixed(2)}"/>`;
  };
  const hill = (height: number, opacity: number) => {
    const crests = [0, 160, 320, 480, 640].map((x) => `${x} ${(height + random() * 50).toFixed(0)}`);
    return `<path d="M0 400 L${crests.join(" L")} L640 400 Z" fill="#0b1026" opacity="${opacity}"/>`;
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" width="640" height="400">
  <defs><linearGradient id="${sky}" x1="0" y1="0" x2="0" y2="1">
    <stop offset="0" stop-color="${bottom}"/><stop offset="0.55" stop-color="${middle}"/><stop offset="1" stop-color="${top}"/>
  </linearGradient></defs>
  <rect width="640" height="400" fill="url(#${sky})"/>
  ${Array.from({ length: sky === "noon" ? 0 : stars }, star).join("")}
  <circle cx="${(120 + random() * 400).toFixed(0)}" cy="${(80 + random() * 60).toFixed(0)}" r="34" fill="#fff" opacity="0.85"/>
  ${hill(250, 0.35)}${hill(285, 0.55)}${hill(320, 0.8)}
  ${wrap(line, 44)
    .map(
      (part, index) =>
        `<text x="320" y="${358 + index * 24}" text-anchor="middle" font-family="Georgia, serif" font-size="19" fill="#fff">${escape(part)}</text>`,
    )
    .join("")}
</svg>`;
}

function arrange(pictures: readonly string[], columns: number): string {
  const rows = Math.ceil(pictures.length / columns);
  const [width, height] = [columns * 660 + 20, rows * 420 + 20];
  const placed = pictures.map((picture, index) => {
    const [x, y] = [20 + (index % columns) * 660, 20 + Math.floor(index / columns) * 420];
    return `<g transform="translate(${x} ${y})">${picture}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
  <rect width="100%" height="100%" fill="#f4efe6"/>${placed.join("\n")}
</svg>`;
}

/** The same line always gets the same picture. */
function randomBy(text: string): () => number {
  let state = [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.codePointAt(0)!) >>> 0, 7);
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
