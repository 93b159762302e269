/** Nodes that fit the Spaces of `fakeServices`, as people write them; behind `head` of `types.test.ts`. */
export const right: readonly string[] = [
  `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "Hello", voice: "Bob" } });`,
  `new GradioNode("owner/speech", { apiName: "say", inputs: { text: gr.Textbox(), speed: Math.random, loud: null } });`,
  `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: words.text, voice: words.text } });`,
  `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "a", voice: gr.Dropdown({ choices: ["Alice", "Bob"] }) } });`,
  `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: words.list.each } });`,
  `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: async () => "now" } });`,
  `new GradioNode("owner/speech", { inputs: { text: words.text } });`,
  `new GradioNode("owner/speech", { apiName: 7, inputs: { param_0: "x" } });`,
  `new GradioNode("owner/speech", { apiName: "/7", inputs: { param_0: "x" } });`,
  `new GradioNode("owner/speech", { apiName: "/say", inputs: { words: words.text }, preprocess: ({ words }) => ({ text: words }) });`,
  `new GradioNode("owner/speech", { apiName: "/say", preprocess: async () => ({ text: "a" }), inputs: { other: 5 } });`,
  `new GradioNode("owner/speech", { apiName: "/hidden", validate: false, inputs: { whatever: 5 } });`,
  `new GradioNode("owner/nobody-knows", { apiName: "/any", inputs: { whatever: 5 }, postprocess: (a, b) => a + b });`,
  `new GradioNode(anything, { apiName: anything, inputs: { whatever: 5 } });`,
  `new GradioNode(text, { apiName: text, inputs: { whatever: 5 } });`,
  `new GradioNode("owner/speech", { apiName: text, inputs: { whatever: 5 } });`,
  `for (const space of ["owner/speech", "owner/other"] as const) new GradioNode(space, { apiName: "/x", inputs: { a: 1 } });`,
  `for (const apiName of ["/say", "/listen"] as const) new GradioNode("owner/speech", { apiName, inputs: { a: 1 } });`,
  `const of = <S extends string>(space: S) => new GradioNode(space, { apiName: "/x", inputs: { a: 1, b: gr.Textbox() } });`,
  `const listen = new GradioNode("owner/speech", { apiName: "/listen", inputs: { audio: gr.Audio() }, outputs: { heard: null } });
   const heard: PortBase<string> = listen.heard;`,
  `new GradioNode("owner/speech", { apiName: "/listen", inputs: { audio: gr.Audio() }, postprocess: (text, words) => text.repeat(words), outputs: { all: gr.Textbox() } });`,
  `new GradioNode("owner/speech", { apiName: "/listen", inputs: { audio: gr.Audio() }, postprocess: (text) => text.toUpperCase(), outputs: { all: gr.Textbox() } });`,
  `new GradioNode("owner/other", { apiName: "/many", inputs: { prompt: "x" }, postprocess: (all: GalleryImage[]) => all[0]!.image, outputs: { one: gr.Image() } });`,
  `new GradioNode("owner/speech", { apiName: "/mix", inputs: { tracks: ["a.mp3", "b.mp3"], format: "wav" } });`,
  `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "a" }, fallback: new GradioNode("owner/speech", { apiName: "/say", inputs: { voice: "Bob" } }) });`,
  `new GradioNode("hf-applications/Z-Image-Turbo", { apiName: "/generate_image", inputs: anything });`,
  `new GradioNode("hf-applications/Z-Image-Turbo", { apiName: "/generate_image", inputs: { prompt: "x", height: words.count }, outputs: { image: gr.Image(), seed: gr.Number() } });`,
];

const speech = (apiName: string, rest: string) =>
  `new GradioNode("owner/speech", { apiName: "${apiName}", ${rest} });`;
const painter = (rest: string) =>
  `new GradioNode("hf-applications/Z-Image-Turbo", { apiName: "/generate_image", ${rest} });`;
const endpointOf = (space: string, apiName: string) =>
  `new GradioNode("${space}", { apiName: "${apiName}" });`;
const meantName = (name: string) => new RegExp(`Did you mean to write '${name}'\\?`);
const meantText = (text: string) => new RegExp(`Did you mean '"${text}"'\\?`);

/** Nodes that do not fit, and how the compiler's message has to read. */
export const wrong: Readonly<Record<string, RegExp>> = {
  // Endpoints.
  [endpointOf("owner/speech", "/lisen")]: meantText("/listen"),
  [endpointOf("owner/speech", "/predct")]: meantText("/predict"),
  [endpointOf("owner/speech", "/lstn")]: /'"\/lstn"' is not assignable to type .*"\/listen"/,
  [endpointOf("hf-applications/Z-Image-Turbo", "/generate_imge")]:
    /'"\/generate_imge"' is not assignable to type '"\/generate_image"/,
  [endpointOf("hf-applications/background-removal", "/imge")]: meantText("/image"),
  [endpointOf("hf-applications/background-removal", "/texts")]: meantText("/text"),
  [endpointOf("owner/kinds", "/pain")]: meantText("/paint"),
  [endpointOf("owner/other", "/manny")]: meantText("/many"),
  // Names of parameters.
  [speech("/say", `inputs: { txt: "a" }`)]: meantName("text"),
  [speech("/say", `inputs: { text: "a", voise: "Bob" }`)]: meantName("voice"),
  [speech("/say", `inputs: { text: "a", spede: 5 }`)]: meantName("speed"),
  [speech("say", `inputs: { text: "a", lould: true }`)]: meantName("loud"),
  [speech("/listen", `inputs: { adio: gr.Audio() }`)]: meantName("audio"),
  [speech("/mix", `inputs: { traks: [] }`)]: meantName("tracks"),
  [painter(`inputs: { promt: gr.Textbox() }`)]: meantName("prompt"),
  [painter(`inputs: { prompt: "a", heigth: 512 }`)]: meantName("height"),
  [painter(`inputs: { prompt: "a", sed: 1 }`)]: meantName("seed"),
  [painter(`inputs: { prompt: "a", negative_prompt: "b" }`)]: /'negative_prompt' does not exist in type/,
  [`new GradioNode("owner/speech", { inputs: { txt: words.text } });`]: meantName("text"),
  // Choices.
  [speech("/say", `inputs: { text: "a", voice: "Alcie" }`)]: meantText("Alice"),
  [speech("/say", `inputs: { text: "a", voice: "carol" }`)]: meantText("Carol"),
  [speech("/say", `inputs: { text: "a", voice: "Dora" }`)]:
    /'"Dora"' is not assignable to type 'ChoiceParameter<"Alice" \| "Bob" \| "Carol">/,
  [speech("/say", `inputs: { text: "a", voice: 2 }`)]:
    /'(2|number)' is not assignable to type 'ChoiceParameter</,
  [speech("/mix", `inputs: { tracks: [], format: "mp4" }`)]:
    /'"mp4"' is not assignable to type 'ChoiceParameter<"mp3" \| "wav">/,
  [speech("/say", `inputs: { text: "a", voice: gr.Number() }`)]:
    /'Component<number>' is not assignable to type 'ChoiceParameter</,
  [speech("/say", `inputs: { text: "a", voice: words.count }`)]:
    /'Port<number, \[\]>' is not assignable to type 'ChoiceParameter</,
  // Types of parameters.
  [speech("/say", `inputs: { text: 5 }`)]: /'number' is not assignable to type '\(?Parameter<string>/,
  [speech("/say", `inputs: { text: gr.Number() }`)]:
    /'Component<number>' is not assignable to type '\(?Parameter<string>/,
  [speech("/say", `inputs: { text: words.count }`)]:
    /'Port<number, \[\]>' is not assignable to type '\(?Parameter<string>/,
  [speech("/say", `inputs: { text: () => 5 }`)]:
    /'\(\) => number' is not assignable to type '\(?Parameter<string>/,
  [speech("/say", `inputs: { text: "a", loud: "yes" }`)]:
    /'string' is not assignable to type 'Parameter<boolean>/,
  [speech("/say", `inputs: { text: "a", speed: "fast" }`)]:
    /'string' is not assignable to type 'Parameter<number>/,
  [painter(`inputs: { prompt: "a", height: "1024" }`)]:
    /'string' is not assignable to type 'Parameter<number>/,
  [painter(`inputs: { prompt: words.list }`)]: /is not assignable to type '\(?Parameter<string>/,
  [painter(`inputs: { prompt: gr.Textbox(), seed: gr.Checkbox() }`)]:
    /'Component<boolean>' is not assignable to type 'Parameter<number>/,
  [painter(`inputs: { prompt: ["a"] }`)]: /is not assignable to type '\(?Parameter<string>/,
  // What an endpoint gives.
  [speech("/listen", `postprocess: (text, words) => text.repet(words), outputs: { all: gr.Textbox() }`)]:
    /Property 'repet' does not exist on type 'string'. Did you mean 'repeat'\?/,
  [speech("/listen", `postprocess: (text: number) => "a", outputs: { all: gr.Textbox() }`)]:
    /'string' is not assignable to type 'number'/,
  [speech("/listen", `postprocess: (a, b, c) => "a", outputs: { all: gr.Textbox() }`)]:
    /Expected 3 or more, but got 2/,
  [speech("/listen", `postprocess: (text, words) => words.toUpperCase(), outputs: { all: gr.Textbox() }`)]:
    /Property 'toUpperCase' does not exist on type 'number'/,
  [`const listen = ${speech("/listen", `outputs: { heard: null }`)}
   new FnNode(({ heard }: { heard: number }) => heard, { inputs: { heard: listen.heard } });`]:
    /Wanted<number>/,
  [`const listen = ${speech("/listen", `outputs: { heard: gr.JSON() }`)}
   const heard: PortBase<number> = listen.heard;`]: /'string' is not assignable to type 'number'/,
};
