import { componentNames, type ComponentName } from "../../components/description.ts";
import { typescript, type ts } from "../../typescript.ts";
import type { Daggr } from "./daggr.ts";

/** A place where something of `gr` is named. */
export interface ComponentUse {
  /** `gr.Textbox` */
  readonly access: ts.PropertyAccessExpression;
  /** `gr.Textbox(…)`, also with `new`. */
  readonly call?: ts.CallExpression | ts.NewExpression;
}

/** Every `gr.something` of a file. */
export function* componentUses(file: ts.SourceFile, daggr: Daggr): Generator<ComponentUse> {
  const compiler = typescript();
  const stack: ts.Node[] = [file];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (compiler.isPropertyAccessExpression(node) && isGr(node.expression, daggr)) {
      const { parent } = node;
      const isCall = compiler.isCallExpression(parent) || compiler.isNewExpression(parent);
      yield { access: node, ...(isCall && parent.expression === node && { call: parent }) };
    }
    compiler.forEachChild(node, (child) => void stack.push(child));
  }
}

function isGr(expression: ts.Expression, daggr: Daggr): boolean {
  const compiler = typescript();
  const isName = compiler.isIdentifier(expression) || compiler.isPropertyAccessExpression(expression);
  // Most names are told apart by their text; `import { gr as components }` is the exception.
  return isName && daggr.exportName(expression) === "gr";
}

/** What other libraries call a component. */
const otherWords: Readonly<Partial<Record<ComponentName, readonly string[]>>> = {
  Textbox: ["input", "textfield", "textinput", "string", "str"],
  TextArea: ["multilinetext", "paragraph"],
  Number: ["int", "integer", "float", "numberinput"],
  Slider: ["range"],
  Checkbox: ["toggle", "switch", "bool", "boolean"],
  Dropdown: ["select", "combobox"],
  Image: ["picture", "img", "photo"],
  Audio: ["sound", "microphone"],
  Gallery: ["images", "imagegallery"],
  File: ["files", "upload", "uploadbutton"],
  JSON: ["object", "dict"],
  Dataframe: ["table", "datatable"],
  Plot: ["chart"],
  Code: ["codeeditor"],
  ColorPicker: ["color", "colour"],
};

/** The component that a word certainly means: another spelling of its name, or what other libraries call it. */
export function componentMeant(word: string): ComponentName | undefined {
  const plain = word.toLowerCase().replaceAll(/[\s_-]/g, "");
  return (
    componentNames.find((name) => name.toLowerCase() === plain) ??
    componentNames.find((name) => otherWords[name]?.includes(plain))
  );
}

export function isComponentName(word: string): word is ComponentName {
  return componentNames.some((name) => name === word);
}
