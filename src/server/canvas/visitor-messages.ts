import type { ToPage } from "../../runtime/protocol/browser.ts";
import type { CanvasEvent, CanvasState } from "../../runtime/protocol/canvas.ts";
import type { ShowPaths } from "../../runtime/text/relative-paths.ts";
import { withTexts } from "../../runtime/values/texts.ts";

/** Fields of cards and nodes that hold values: they come back as they are when somebody edits or uses them. */
const values = ["outputs", "drawn", "question", "component"];

/** A message as a visitor gets it: it tells nothing of where the workflow lies on this machine. */
export function forVisitor(message: ToPage, show: ShowPaths): ToPage {
  switch (message.type) {
    case "snapshot":
      return { ...message, state: stateForVisitor(message.state, show) };
    case "events":
      return { ...message, events: message.events.map((event) => eventForVisitor(event, show)) };
    case "reply":
    case "rejected":
    case "browser":
      return withTexts(message, show);
    case "text":
    case "bytes":
    case "reveal":
    case "view":
      return message;
  }
}

function stateForVisitor<S extends Partial<CanvasState>>(state: S, show: ShowPaths): S {
  const texts = (["graph", "loading", "nodes", "notices"] as const)
    .filter((field) => field in state)
    .map((field) => [field, withTexts(state[field], show, values)] as const);
  return { ...state, ...Object.fromEntries(texts) };
}

function eventForVisitor(event: CanvasEvent, show: ShowPaths): CanvasEvent {
  switch (event.type) {
    case "state":
      return { ...event, state: stateForVisitor(event.state, show) };
    case "nodes":
    case "node":
    case "items":
      return withTexts(event, show, values);
    case "entry":
      return event;
  }
}
