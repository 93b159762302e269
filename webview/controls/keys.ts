/** Keys pressed in a control are the control's; shortcuts with Ctrl or Cmd work everywhere. */
export function keepKeys(event: KeyboardEvent): void {
  if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
}
