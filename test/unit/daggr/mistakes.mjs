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
const settings = new InputNode({ name: "settings", ports: { size: gr.Number() } });
const sized = new FnNode(({ n, prompt }) => [n, prompt], {
  name: "sized",
  inputs: { n: settings.size, prompt: gr.Textbox() },
  outputs: { shown: gr.JSON(), unseen: null },
});
const variant = new FnNode(() => 1, { name: "variant" });
const choice = variant.or(new FnNode(() => 2, { name: "other" }));
const withApp = (app) => new Graph({ name: "g", nodes: [sized, choice], app });
const described = (app) => () => describeOne(withApp(app));

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
    "GradioNode 'a/b' has no option 'api_name'. Its options: 'apiName', 'name', 'validate', 'inputs', 'timeout', 'fallback', 'outputs', 'retries', 'cacheFor', 'runLocally', 'preprocess', 'postprocess'. That is Python's name; in TypeScript it is 'apiName'.",
  ],
  "a slip in an option": [
    () => new FnNode(() => 1, { concurent: true }),
    "FnNode 'fn' has no option 'concurent'. Its options: 'concurrent', 'maxConcurrent', 'inputs', 'outputs', 'where', 'cacheFor', 'name', 'postprocess', 'concurrencyGroup', 'retry', 'retries', 'timeout', 'calls', 'preprocess', 'fallback'. Did you mean 'concurrent'?",
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
    "gr.Number has no option 'min_width'. Its options: 'minWidth', 'minimum', 'visible', 'container', 'elemId', 'info', 'maximum', 'label', 'showLabel', 'scale', 'interactive', 'value', 'step', 'precision', 'placeholder', 'elemClasses'. That is Python's name; in TypeScript it is 'minWidth'.",
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
    "TextInput has no option 'options'. Its options: 'timeout', 'name', 'message', 'value', 'cacheFor', 'fallback'.",
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
  "an app that is a list": [
    () => withApp([sized]),
    "The option 'app' of Graph 'g' must be an object, as in { inputs: [prompt], outputs: [cutout.image] }, but is a list.",
  ],
  "an unknown option of an app": [
    () => withApp({ output: [] }),
    "The app of Graph 'g' has no option 'output'. Its options: 'outputs', 'inputs'. Did you mean 'outputs'?",
  ],
  "an app's outputs that are no list": [
    () => withApp({ outputs: sized.shown }),
    "The option 'outputs' of the app of Graph 'g' must be a list, but is a PortObject.",
  ],
  "an app without outputs": [
    () => withApp({ outputs: [] }),
    "The app of Graph 'g' has no outputs. Name a port, or leave 'outputs' out: it shows the last nodes'.",
  ],
  "a misspelt port in an app": [
    () => withApp({ outputs: [sized.shwon] }),
    "Number 1 in the outputs of the app of Graph 'g' is undefined. FnNode 'sized' has no output port 'shwon'. Its output ports: 'shown', 'unseen'. Did you mean 'shown'?",
  ],
  "an app's output that is a component": [
    () => withApp({ outputs: [gr.Textbox()] }),
    "Number 1 in the outputs of the app of Graph 'g' must be a port of a node, or a node, but is a ComponentObject.",
  ],
  "an app's output that is gathered": [
    () => withApp({ outputs: [sized.shown.all()] }),
    "Number 1 in the outputs of the app of Graph 'g' goes through port 'shown' of FnNode 'sized'; give the port itself.",
  ],
  "an app's input that is not made": [
    () => withApp({ inputs: ["sized.prompt", gr.Textbox] }),
    "Number 2 in the inputs of the app of Graph 'g' is gr.Textbox; give the component that an input was given.",
  ],
  "an app's input that is a number": [
    () => withApp({ inputs: [5] }),
    "Number 1 in the inputs of the app of Graph 'g' must be a component of an input, a port of an InputNode, a node, or a text such as \"painter.prompt\", but is the number 5.",
  ],

  // Found when the graph is described.
  "an app's component that no node has": [
    described({ inputs: [gr.Textbox()] }),
    "The app of Graph 'g' has a gr.Textbox among its inputs that no node of the graph has. Keep the component in a variable, and give it to a node and to the app. Or name the input, as in \"painter.prompt\".",
  ],
  "an app's input of an unknown name": [
    described({ inputs: ["sized.promt"] }),
    "Graph 'g' has no canvas input 'sized.promt'. Its canvas inputs: 'sized.prompt', 'settings.size'. Did you mean 'sized.prompt'? The option 'app' names an input by its node and its own name, as in \"painter.prompt\".",
  ],
  "an app's input that is an output": [
    described({ inputs: [sized.shown] }),
    "The app of Graph 'g' has port 'shown' of FnNode 'sized' among its inputs, which is an output. Name it in the outputs. As inputs only ports of an InputNode count.",
  ],
  "an app's node without inputs": [
    () => describeOne(new Graph({ name: "g", nodes: [variant], app: { inputs: [variant] } })),
    "The app of Graph 'g' has FnNode 'variant' among its inputs, which has no input on the canvas.",
  ],
  "an app's output that is an input": [
    described({ outputs: [settings.size] }),
    "The app of Graph 'g' has InputNode 'settings' among its outputs, which only has inputs. Name it in the inputs; its values are no results.",
  ],
  "an app's output that is hidden": [
    described({ outputs: [sized.unseen] }),
    "The app of Graph 'g' has port 'unseen' of FnNode 'sized' among its outputs, which is hidden. Give it a component in the outputs of FnNode 'sized', such as gr.JSON().",
  ],
  "an app's output of a variant": [
    described({ outputs: [variant.output] }),
    "The app of Graph 'g' names FnNode 'variant', a variant of the choice 'choice'. Name the choice, which has the same outputs.",
  ],
  "an app's output of another graph's node": [
    described({ outputs: [painter.image] }),
    "The app of Graph 'g' names GradioNode 'painter', which is not in the graph. Add it to 'nodes', or wire something of the graph to it.",
  ],
  "an app's output that is named twice": [
    described({ outputs: [sized.shown, sized] }),
    "The app of Graph 'g' names the output 'sized.shown' twice.",
  ],
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
