import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { languageOf } from "./code-languages.ts";

export interface CodeEditorOptions {
  readonly text: string;
  readonly label: string;
  /** Gradio's name of the language, such as "python". */
  readonly language: string;
  readonly numbers: boolean;
  readonly editable: boolean;
  /** 1-based; marked, and in the middle of what is seen first. */
  readonly line?: number;
  onchange?(text: string): void;
}

const theme = EditorView.theme({
  "&": {
    height: "100%",
    fontSize: "12px",
    color: "var(--vscode-editor-foreground)",
    background: "transparent",
  },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "18px", overflow: "auto" },
  ".cm-gutters": {
    background: "transparent",
    color: "var(--vscode-editorLineNumber-foreground)",
    border: "0",
  },
  "&.cm-focused": { outline: "1px solid var(--focus)" },
  ".cm-cursor": { borderLeftColor: "var(--vscode-editorCursor-foreground)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--vscode-editor-selectionBackground) !important",
  },
});

/** Every VS Code theme has these colours. The colours of the theme's syntax highlighting are not available to a webview. */
const highlight = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.operatorKeyword, tags.modifier],
    color: "var(--vscode-symbolIcon-keywordForeground, var(--purple))",
    fontWeight: "600",
  },
  {
    tag: [tags.string, tags.special(tags.string), tags.regexp],
    color: "var(--vscode-debugTokenExpression-string, var(--orange))",
  },
  {
    tag: [tags.number, tags.bool, tags.null, tags.atom],
    color: "var(--vscode-debugTokenExpression-number, var(--green))",
  },
  { tag: tags.comment, color: "var(--vscode-descriptionForeground)", fontStyle: "italic" },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName)],
    color: "var(--vscode-symbolIcon-functionForeground, var(--purple))",
  },
  {
    tag: [tags.typeName, tags.className, tags.tagName],
    color: "var(--vscode-symbolIcon-classForeground, var(--orange))",
  },
  {
    tag: [tags.propertyName, tags.attributeName],
    color: "var(--vscode-symbolIcon-propertyForeground, var(--blue))",
  },
  { tag: tags.heading, fontWeight: "600" },
]);

function showLine(view: EditorView, number: number): void {
  const { from, to } = view.state.doc.line(Math.min(Math.max(1, number), view.state.doc.lines));
  view.dispatch({
    selection: { anchor: from, head: to },
    effects: EditorView.scrollIntoView(from, { y: "center" }),
  });
}

/** A small code editor in VS Code's colours. It draws only the lines in view, so long texts are cheap. */
export function codeEditor(
  parent: HTMLElement,
  options: CodeEditorOptions,
): { setText(text: string): void; destroy(): void } {
  const language = new Compartment();
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content ?? "";
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0" }),
        options.numbers ? lineNumbers() : [],
        options.editable
          ? [history(), keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab])]
          : EditorState.readOnly.of(true),
        EditorView.editable.of(options.editable),
        drawSelection(),
        bracketMatching(),
        syntaxHighlighting(highlight),
        theme,
        language.of([]),
        EditorView.updateListener.of((update) => {
          const typed = update.transactions.some(
            (transaction) =>
              transaction.isUserEvent("input") ||
              transaction.isUserEvent("delete") ||
              transaction.isUserEvent("undo") ||
              transaction.isUserEvent("redo") ||
              transaction.isUserEvent("move"),
          );
          if (update.docChanged && typed) options.onchange?.(update.state.doc.toString());
        }),
      ],
    }),
  });
  if (options.line !== undefined) showLine(view, options.line);
  void languageOf(options.language).then((support) => {
    if (support) view.dispatch({ effects: language.reconfigure(support) });
  });
  return {
    setText(text) {
      if (text === view.state.doc.toString()) return;
      // New text is scrolled into view while it streams in, unless the person has scrolled up.
      const { scrollDOM } = view;
      const follows = scrollDOM.scrollHeight - scrollDOM.scrollTop - scrollDOM.clientHeight < 40;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      if (follows && !options.editable) scrollDOM.scrollTop = scrollDOM.scrollHeight;
    },
    destroy: () => view.destroy(),
  };
}
