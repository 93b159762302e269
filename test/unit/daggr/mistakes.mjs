// Workflow code in JavaScript, where no types stand in the way of mistakes.
import {
  Approve,
  ChooseOne,
  FnNode,
  GradioNode,
  Graph,
  InferenceNode,
  InputNode,
  ItemList,
  TextInput,
  gr,
} from "../../../src/runtime/daggr/public.ts";
import { describeAll, describeOne } from "./load.ts";

const make = (outputs = { image: gr.Image(), seed: gr.Number() }, inputs = {}) =>
  new GradioNode("a/painter", { outputs, inputs });
const painter = make();
const list = make({ lines: gr.JSON(), items: ItemList({ text: gr.Textbox() }) });
const graphOf = (...nodes) => new Graph({ name: "g", nodes });

// What a person did, and the message they get.
/** @type {Readonly<Record<string, readonly [() => unknown, string]>>} */
export const cases = {
  "a misspelt port": [
    () => new GradioNode("a/cutout", { inputs: { x: painter.imag } }),
    "Input 'x' of GradioNode 'a/cutout' is undefined. GradioNode 'painter' has no output port 'imag'. Its output ports: 'image', 'seed'. Did you mean 'image'?",
  ],
  "a misspelt port in the long form": [
    () => new GradioNode("a/cutout", { inputs: { x: painter.outputs.sead } }),
    "Input 'x' of GradioNode 'a/cutout' is undefined. GradioNode 'painter' has no output port 'sead'. Its output ports: 'seed', 'image'. Did you mean 'seed'?",
  ],
  "two misspelt ports": [
    () => new GradioNode("a/cutout", { inputs: { x: painter.sead, y: painter.imag } }),
    "Input 'x' of GradioNode 'a/cutout' is undefined. GradioNode 'painter' has no output port 'sead'. Its output ports: 'seed', 'image'. Did you mean 'seed'?",
  ],
  "a port of a node that has none": [
    () => new GradioNode("a/cutout", { inputs: { x: make({}).image } }),
    "Input 'x' of GradioNode 'a/cutout' is undefined. GradioNode 'painter' has no output port 'image': it has no output ports.",
  ],
  "a misspelt field of an item list": [
    () => new GradioNode("a/cutout", { inputs: { x: list.items.txt } }),
    "Input 'x' of GradioNode 'a/cutout' is undefined. Port 'items' of GradioNode 'painter' has no member 'txt'. Its members: 'text', 'all', 'each'. Did you mean 'text'?",
  ],
  "an undefined variable": [
    () => new FnNode(({ x }) => x, { inputs: { x: undefined } }),
    "Input 'x' of FnNode 'fn' is undefined. Is a port or variable misspelt? Leave the input out to use its default.",
  ],
  "a component's factory": [
    () => new GradioNode("a/b", { inputs: { x: gr.Textbox } }),
    "Input 'x' of GradioNode 'a/b' is gr.Textbox; call it: gr.Textbox().",
  ],
  "a component's factory as an output": [
    () => new GradioNode("a/b", { outputs: { x: gr.Image } }),
    "Output 'x' of GradioNode 'a/b' is gr.Image; call it: gr.Image().",
  ],
  "a node instead of a port": [
    () => new GradioNode("a/b", { inputs: { x: painter } }),
    "Input 'x' of GradioNode 'a/b' is a node. Give one of its ports: .image, .seed.",
  ],
  "a promise": [
    () => new GradioNode("a/b", { inputs: { x: Promise.resolve(1) } }),
    "Input 'x' of GradioNode 'a/b' is a promise. Await it, or give a function that is called at each run.",
  ],
  "an item list as an input": [
    () => new GradioNode("a/b", { inputs: { x: ItemList({ a: gr.Textbox() }) } }),
    "Input 'x' of GradioNode 'a/b' is an ItemList, which can only be an output.",
  ],
  "a fixed value that is no data": [
    () => new GradioNode("a/b", { inputs: { x: { when: [new Date(0)] } } }),
    "Input 'x' of GradioNode 'a/b'.when[0] is a Date, but must be plain data: text, numbers, booleans, null, lists and objects of them. Files are given by their paths. Make other objects in a function.",
  ],
  "a number that is none": [
    () => new GradioNode("a/b", { inputs: { x: 0 / 0 } }),
    "Input 'x' of GradioNode 'a/b' is NaN, which is no number that can be stored.",
  ],
  "an output that is no component": [
    () => new GradioNode("a/b", { outputs: { x: "image" } }),
    `Output 'x' of GradioNode 'a/b' must be a component such as gr.Textbox(), an ItemList, or null to hide it, but is the string "image".`,
  ],
  "a port name like a number": [
    () => new GradioNode("a/b", { outputs: { 0: gr.Image() } }),
    "The output '0' of GradioNode 'a/b' looks like a number, and objects keep such names in numerical order. Give it a name that starts with a letter, such as 'output0'.",
  ],
  "an empty port name": [
    () => new GradioNode("a/b", { inputs: { "": 1 } }),
    "An input of GradioNode 'a/b' has an empty name.",
  ],
  "Python's spelling of an option": [
    () => new GradioNode("a/b", { api_name: "/x" }),
    "GradioNode 'a/b' has no option 'api_name'. Its options: 'apiName', 'name', 'validate', 'inputs', 'outputs', 'runLocally', 'preprocess', 'postprocess'. Did you mean 'apiName'?",
  ],
  "a slip in an option": [
    () => new FnNode(() => 1, { concurent: true }),
    "FnNode 'fn' has no option 'concurent'. Its options: 'concurrent', 'maxConcurrent', 'inputs', 'outputs', 'name', 'postprocess', 'concurrencyGroup', 'timeout', 'preprocess'. Did you mean 'concurrent'?",
  ],
  "positional options": [
    () => new GradioNode("a/b", "/predict"),
    "GradioNode 'a/b' takes its options in one object, as in { inputs: { … }, outputs: { … } }.",
  ],
  "inputs that are a list": [
    () => new GradioNode("a/b", { inputs: [1] }),
    "The option 'inputs' of GradioNode 'a/b' must be an object, as in { text: gr.Textbox() }, but is a list.",
  ],
  "an option of the wrong type": [
    () => new GradioNode("a/b", { runLocally: "yes" }),
    `The option 'runLocally' of GradioNode 'a/b' must be a boolean, but is the string "yes".`,
  ],
  "a component's option of Python's spelling": [
    () => gr.Number({ min_width: 3 }),
    "gr.Number has no option 'min_width'. Its options: 'minWidth', 'minimum', 'visible', 'container', 'elemId', 'info', 'maximum', 'label', 'showLabel', 'scale', 'interactive', 'value', 'step', 'precision', 'placeholder', 'elemClasses'. Did you mean 'minWidth'?",
  ],
  "a component's option of the wrong type": [
    () => gr.Textbox({ lines: "3" }),
    `The option 'lines' of gr.Textbox must be of type number, but is the string "3".`,
  ],
  "a Space without an owner": [
    () => new GradioNode("painter"),
    "'painter' is neither a Space, as in 'owner/name', nor a URL, as in 'https://…'.",
  ],
  "no Space at all": [
    () => new GradioNode({ apiName: "/x" }),
    `GradioNode takes a Space ('owner/name') or a URL first, but got an object. As in new GradioNode("hf-applications/Z-Image-Turbo", { apiName: "/generate_image", inputs: { … } }).`,
  ],
  "a model with two providers": [
    () => new InferenceNode("a/b:c:d"),
    "'a/b:c:d' is no model: expected 'owner/model', or 'owner/model:provider'.",
  ],
  "no function": [
    () => new FnNode("summarize"),
    `FnNode takes a function first, but got the string "summarize". As in new FnNode(({ text }) => text.toUpperCase(), { inputs: { text: gr.Textbox() } }).`,
  ],
  "a class": [
    () => new FnNode(class Summary {}),
    "FnNode 'Summary' was given a class. Give a function that makes what you need of it.",
  ],
  "a function of three parameters": [
    () => new FnNode((a, b, c) => [a, b, c]),
    "The function of FnNode 'fn' takes 3 parameters, but is called with one object of named inputs, and a context. Write ({ a, b, c }) => … instead of (a, b, c) => ….",
  ],
  "a time limit of nothing": [
    () => new FnNode(() => 1, { timeout: 0 }),
    "The option 'timeout' of FnNode 'fn' must be a number above 0, but is 0.",
  ],
  "half a place": [
    () => new FnNode(() => 1, { maxConcurrent: 1.5 }),
    "The option 'maxConcurrent' of FnNode 'fn' must be a whole number above 0, but is 1.5.",
  ],
  "an InputNode without ports": [
    () => new InputNode({ name: "Settings" }),
    "InputNode 'Settings' needs ports, as in new InputNode({ ports: { prompt: gr.Textbox() } }).",
  ],
  "an InputNode's port that is fixed": [
    () => new InputNode({ ports: { height: 5 } }),
    "Port 'height' of InputNode must be a component, such as gr.Textbox().",
  ],
  "an item list's reserved field": [
    () => ItemList({ each: gr.Textbox() }),
    "A field of an ItemList may not be called 'each', since every port has a member of this name.",
  ],
  "an item list without fields": [
    () => ItemList({}),
    "An ItemList needs at least one field, as in ItemList({ text: gr.Textbox() }).",
  ],
  "a choice of nothing": [
    () => new ChooseOne({ message: "Which?" }),
    "Input 'options' of ChooseOne is undefined. Is a port or variable misspelt? Leave the input out to use its default.",
  ],
  "an approval shown by no component": [
    () => new Approve({ value: painter.image, show: "image" }),
    `The option 'show' of Approve must be a component, such as gr.Image(), but is the string "image".`,
  ],
  "a text input with options": [
    () => new TextInput({ options: ["a"] }),
    "TextInput has no option 'options'. Its options: 'name', 'message', 'value'.",
  ],
  "a choice of a node and something else": [
    () => painter.or(painter.image),
    "GradioNode 'painter'.or(…) takes another node, as in a.or(b).",
  ],
  "a choice of variants with other outputs": [
    () => painter.or(make({ image: gr.Image() })),
    "The variants of a choice must have the same outputs, but GradioNode 'painter' has 'image', 'seed' and GradioNode 'painter' has 'image'. Rename outputs, or add the missing ones, so that downstream nodes can connect to either.",
  ],
  "a choice of a node and itself": [
    () => painter.or(painter),
    "A choice needs different nodes, but GradioNode 'painter' and GradioNode 'painter' share one.",
  ],
  "a choice of inputs": [
    () => new InputNode({ ports: { a: gr.Textbox() } }).or(make({ a: gr.Textbox() })),
    "InputNode 'inputs' cannot be the variant of a choice: it has nothing to run.",
  ],
  "a graph without a name": [
    () => new Graph({ nodes: [] }),
    'A Graph needs a name, as in new Graph({ name: "My workflow", nodes: [last] }).',
  ],
  "a graph's node that is none": [
    () => new Graph({ name: "g", nodes: [painter, 5] }),
    "Number 2 in the nodes of Graph 'g' is no node, but the number 5.",
  ],
  "a graph of ports": [
    () => new Graph({ name: "g", nodes: [painter.image] }),
    "Number 1 in the nodes of Graph 'g' is port 'image'; give its node, GradioNode 'painter'.",
  ],
  "a graph of one node that is no list": [
    () => new Graph({ name: "g", nodes: painter }),
    "The option 'nodes' of Graph 'g' must be a list of nodes, but is a GradioNode.",
  ],
  "an empty persist key": [
    () => new Graph({ name: "g", nodes: [], persistKey: "" }),
    "The option 'persistKey' of Graph 'g' must be a text, or false to keep nothing, but is the string \"\".",
  ],

  // Found when the graph is described.
  "two nodes of one name": [
    () => describeOne(graphOf(new GradioNode("a/b", { name: "x" }), new FnNode(() => 1, { name: "x" }))),
    "The graph 'g' has two nodes of the name 'x': GradioNode and FnNode 'x'. Give one of them another name: results are kept under it.",
  ],
  "an unknown input of a function": [
    () =>
      describeOne(
        graphOf(
          new FnNode(({ topic, n }) => [topic, n], {
            inputs: { toppic: 1, n: 1 },
          }),
        ),
      ),
    "The function of FnNode 'fn' has no input 'toppic'. Its inputs: 'topic', 'n'. Did you mean 'topic'?",
  ],
  "an input of a function without any": [
    () => describeOne(graphOf(new FnNode(() => 1, { inputs: { text: "a" } }))),
    "The function of FnNode 'fn' has no input 'text'. It takes no inputs. Write ({ text }) => … to take it.",
  ],
  "a positional function": [
    () =>
      describeOne(
        graphOf(
          new FnNode(function summarize(text, words) {
            return text.slice(words);
          }),
        ),
      ),
    "The inputs of FnNode 'summarize' cannot be told: its function does not destructure one object of inputs, or is bound, wrapped or built in. Write ({ text, maxWords }) => … instead of (text, maxWords) => …, or give the option 'inputs'.",
  ],
  "a bound function": [
    () =>
      describeOne(
        graphOf(
          new FnNode(
            function one({ a }) {
              return a;
            }.bind(null),
          ),
        ),
      ),
    "The inputs of FnNode 'bound one' cannot be told: its function does not destructure one object of inputs, or is bound, wrapped or built in. Write ({ text, maxWords }) => … instead of (text, maxWords) => …, or give the option 'inputs'.",
  ],
  "a gather of what runs once": [
    () => describeOne(graphOf(new GradioNode("a/b", { inputs: { x: painter.image.all() } }))),
    "Input 'x' of 'b' gathers 'painter.image', but 'painter' is not scattered: it runs once, so there is nothing to gather. Leave out .all(), or scatter an input of 'painter' by .each.",
  ],
  "variants that are scattered differently": [
    () => describeOne(graphOf(make(undefined, { x: list.lines.each }).or(make(undefined, { x: 1 })))),
    "The variants of the choice 'choice' must be scattered alike, but 'painter_2' runs once per item, and 'painter_3' runs once. Scatter the same list in each of them.",
  ],
  "a wire to a variant": [
    () => {
      const one = make();
      const choice = one.or(make());
      return describeOne(graphOf(choice, new GradioNode("a/b", { inputs: { x: one.image } })));
    },
    "GradioNode 'b' is wired to GradioNode 'painter', which is a variant of the choice 'choice'. Wire it to the choice, which has the same outputs.",
  ],
  "a variant of two choices": [
    () => {
      const [one, two, three] = [make(), make(), make()];
      return describeOne(graphOf(one.or(two), one.or(three)));
    },
    "GradioNode 'painter' is a variant of two choices of the graph 'g': 'choice', 'choice_2'. Wire everything to the larger choice, or make the node twice.",
  ],
  "a cycle over a choice and its variant": [
    () => {
      const one = make();
      const after = make(undefined, { x: one.image });
      return describeOne(graphOf(one.or(after)));
    },
    "GradioNode 'painter_2' is wired to GradioNode 'painter', which is a variant of the choice 'choice'. Wire it to the choice, which has the same outputs.",
  ],
  "two graphs of one name": [
    () => describeAll([graphOf(painter), graphOf(painter)]),
    "The file has two graphs of the name 'g'. Give one of them another name: its results are kept under it.",
  ],
};
