import { api, choice, endpoint, FakeLookup, model, parameter, returned } from "./fake-lookup.ts";

/** The Spaces and models that the golden workflows call. */
export const fakeServices = new FakeLookup(
  Object.fromEntries(
    [
      api(
        "hf-applications/Z-Image-Turbo",
        endpoint(
          "/generate_image",
          [
            parameter("prompt", "Textbox"),
            parameter("height", "Slider", { default: 1024, minimum: 256, maximum: 2048 }),
            parameter("width", "Slider", { default: 1024, minimum: 256, maximum: 2048 }),
            parameter("seed", "Number", { default: 42 }),
          ],
          [returned("Image", "Image"), returned("Seed", "Number")],
        ),
      ),
      api(
        "hf-applications/background-removal",
        endpoint(
          "/image",
          [parameter("image", "Image")],
          [returned("Original", "Image"), returned("Final", "Image")],
        ),
        endpoint("/text", [parameter("url", "Textbox")], [returned("Final", "Image")]),
        endpoint("/png", [parameter("f", "File")], [returned("File", "File")]),
      ),
      api(
        "owner/speech",
        endpoint(
          "/say",
          [
            parameter("text", "Textbox"),
            choice("voice", ["Alice", "Bob", "Carol"], { default: "Alice" }),
            parameter("speed", "Slider", { default: 1, minimum: 0.5, maximum: 2 }),
            parameter("loud", "Checkbox", { default: false }),
          ],
          [returned("Speech", "Audio")],
        ),
        endpoint(
          "/listen",
          [parameter("audio", "Audio")],
          [returned("Text", "Textbox"), returned("Words", "Number")],
        ),
        endpoint(
          "/mix",
          [parameter("tracks", "Files"), choice("format", ["mp3", "wav"])],
          [returned("Mix", "Audio")],
        ),
        endpoint("/predict", [parameter("text", "Textbox")], [returned("Text", "Textbox")]),
        endpoint(7, [parameter("param_0", "Textbox")], [returned("Text", "Textbox")]),
      ),
      api(
        "owner/kinds",
        endpoint(
          "/paint",
          [parameter("prompt", "Textbox")],
          [returned("Before after", "ImageSlider"), returned("Seed", "Number"), returned("All", "Gallery")],
        ),
        endpoint(
          "/files",
          [],
          [
            returned("File", "File"),
            returned("Table", "Dataframe"),
            returned("Data", "JSON"),
            returned("Page", "HTML"),
            returned("Odd", "Pdf"),
            returned("Choice", "Dropdown"),
          ],
        ),
      ),
      api(
        "owner/other",
        endpoint("/predict", [parameter("text", "Textbox", { default: "" })], [returned("Sound", "Audio")]),
        endpoint("/many", [parameter("prompt", "Textbox")], [returned("Pictures", "Gallery")]),
      ),
      {
        ...api(
          "owner/sculptor",
          endpoint("/views", [parameter("prompt", "Textbox")], [returned("Views", "Textbox")], { index: 1 }),
          endpoint("/make3d", [parameter("note", "Textbox")], [returned("Mesh", "Textbox")], { index: 2 }),
          endpoint("/refine", [parameter("note", "Textbox")], [returned("Views", "Textbox")], { index: 3 }),
          endpoint("/own", [parameter("note", "Textbox")], [returned("Text", "Textbox")], { index: 4 }),
          endpoint("/opened", [parameter("note", "Textbox")], [returned("Text", "Textbox")], { index: 5 }),
          endpoint("/chat", [parameter("message", "Textbox")], [returned("Text", "Textbox")], { index: 6 }),
          endpoint("/filled", [parameter("note", "Textbox")], [returned("Text", "Textbox")], { index: 7 }),
        ),
        states: {
          endpoints: [
            { index: 1, name: "/views", reads: [], writes: [20, 24], onLoad: false },
            { index: 2, name: "/make3d", reads: [20], writes: [], onLoad: false },
            { index: 3, name: "/refine", reads: [20], writes: [20], onLoad: false },
            { index: 4, name: "/own", reads: [21], writes: [], onLoad: false },
            { index: 5, name: "/opened", reads: [22], writes: [], onLoad: false },
            { index: 6, name: "/chat", reads: [23], writes: [23], onLoad: false },
            { index: 7, name: "/filled", reads: [24], writes: [], onLoad: false },
            { index: 8, reads: [], writes: [21], onLoad: false },
            { index: 9, reads: [], writes: [22], onLoad: true },
          ],
          filled: [24],
        },
      },
    ].map((one) => [one.space, one]),
  ),
  Object.fromEntries(
    [
      model("meta-llama/Llama-3.1-8B-Instruct", ["novita", "conversational"], ["cerebras", "conversational"]),
      model("black-forest-labs/FLUX.1-schnell", ["together", "text-to-image"]),
      model("owner/unserved"),
      model("owner/odd", ["somebody", "mind-reading"]),
      model("owner/unknown-task", ["somebody", "text-to-image"]),
    ].map((one) => [one.id, one]),
  ),
);
