/** Keeps keys that are pressed in a control from the canvas's shortcuts. Those with Ctrl or Cmd still work. */
export function keepKeys(event: KeyboardEvent): void {
  if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
}
