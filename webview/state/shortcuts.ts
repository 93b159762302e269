import type { PageView } from "../../src/runtime/protocol/canvas.ts";
import type { Intent } from "../../src/runtime/protocol/intents.ts";
import type { Canvas } from "./canvas.svelte.ts";
import { runAll } from "./running.ts";

export interface Shortcut {
  readonly keys: string;
  readonly what: string;
  /** The view that has it; left out where both do. */
  readonly view?: PageView;
  /** What the host has to be able to do for it. */
  readonly needs?: Intent["type"];
  /** Left out for shortcuts that Svelte Flow handles itself. */
  readonly matches?: (event: KeyboardEvent) => boolean;
  readonly run?: (canvas: Canvas) => void;
}

const mod = (event: KeyboardEvent) => event.ctrlKey || event.metaKey;
const plain = (event: KeyboardEvent) => !mod(event) && !event.altKey;

/** All shortcuts, in the order in which the list of shortcuts shows them. */
const shortcuts: readonly Shortcut[] = [
  {
    keys: "Ctrl+Enter",
    what: "Run all",
    needs: "run-all",
    matches: (event) => mod(event) && event.key === "Enter",
    run: (canvas) => runAll(canvas, false),
  },
  {
    keys: "Shift+Enter",
    what: "Run the selected node",
    view: "canvas",
    needs: "run",
    matches: (event) => event.shiftKey && plain(event) && event.key === "Enter",
    run: (canvas) => {
      for (const node of canvas.selectedNodes()) canvas.send({ type: "run", node, mode: "to-here" });
    },
  },
  {
    keys: "Ctrl+.",
    what: "Stop everything",
    needs: "stop",
    matches: (event) => mod(event) && event.key === ".",
    run: (canvas) => canvas.send({ type: "stop" }),
  },
  {
    keys: "/ or Ctrl+F",
    what: "Find a node",
    view: "canvas",
    matches: (event) => (mod(event) && event.key === "f") || (plain(event) && event.key === "/"),
    run: (canvas) => (canvas.ui.finding = true),
  },
  {
    keys: "Ctrl+Z",
    what: "Undo an edit, a pick, a move, a pin, a bypass",
    needs: "undo",
    matches: (event) => mod(event) && !event.shiftKey && event.key.toLowerCase() === "z",
    run: (canvas) => canvas.send({ type: "undo" }),
  },
  {
    keys: "Ctrl+Y or Ctrl+Shift+Z",
    what: "Redo",
    needs: "redo",
    matches: (event) =>
      mod(event) && (event.key === "y" || (event.shiftKey && event.key.toLowerCase() === "z")),
    run: (canvas) => canvas.send({ type: "redo" }),
  },
  {
    keys: "1",
    what: "Show the whole graph",
    view: "canvas",
    matches: (event) => plain(event) && event.key === "1",
    run: (canvas) => canvas.fit(),
  },
  {
    keys: "2",
    what: "Zoom to the selected node",
    view: "canvas",
    matches: (event) => plain(event) && event.key === "2",
    run: (canvas) =>
      canvas
        .selectedNodes()
        .slice(0, 1)
        .forEach((node) => canvas.reveal(node)),
  },
  { keys: "Ctrl++ and Ctrl+-", what: "Zoom in and out", view: "canvas" },
  { keys: "Tab, Shift+Tab", what: "From card to card, and into them", view: "canvas" },
  { keys: "Enter or Space", what: "Select the focused card", view: "canvas" },
  { keys: "Arrow keys", what: "Move the selected cards", view: "canvas" },
  { keys: "Shift+drag", what: "Select several cards", view: "canvas" },
  {
    keys: "c",
    what: "Compact or full form of the selected cards",
    view: "canvas",
    matches: (event) => plain(event) && event.key === "c",
    run: (canvas) => {
      for (const card of canvas.selectedNodes())
        canvas.send({ type: "compact", card, on: !canvas.store.compact[card] });
    },
  },
  {
    keys: "g",
    what: "Go to the code of the selected node",
    view: "canvas",
    needs: "go-to-code",
    matches: (event) => plain(event) && event.key === "g",
    run: (canvas) =>
      canvas
        .selectedNodes()
        .slice(0, 1)
        .forEach((node) => canvas.send({ type: "go-to-code", node })),
  },
  {
    keys: "l",
    what: "The graph as a list",
    view: "canvas",
    matches: (event) => plain(event) && event.key === "l",
    run: (canvas) => (canvas.ui.outline = !canvas.ui.outline),
  },
  {
    keys: "Escape",
    what: "Close the list or the panel",
    matches: ({ key }) => key === "Escape",
    run: ({ ui }) => ui.closePanel(),
  },
  {
    keys: "?",
    what: "This list",
    matches: (event) => plain(event) && event.key === "?",
    run: (canvas) => (canvas.ui.shortcuts = !canvas.ui.shortcuts),
  },
];

export function shortcutsOf(view: PageView): readonly Shortcut[] {
  return shortcuts.filter((shortcut) => shortcut.view === undefined || shortcut.view === view);
}

/** Handles a key pressed anywhere on the canvas, except in text fields. */
export function handleShortcut(event: KeyboardEvent, canvas: Canvas): void {
  if (isTyping(event) && !(mod(event) && (event.key === "Enter" || event.key === "."))) return;
  const shortcut = shortcutsOf(canvas.ui.view).find(({ matches }) => matches?.(event));
  if (!shortcut?.run || !canvas.store.ready) return;
  event.preventDefault();
  shortcut.run(canvas);
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
