/**
 * Shows an element over everything, next to its anchor, on the side that has room. Cards do not clip it, and the canvas's zoom
 * does not scale it. For use as an attachment; `onclose` is called for Escape and for clicks elsewhere.
 */
export function popover(anchor: HTMLElement, onclose: () => void, align: "start" | "end" = "start") {
  return (element: HTMLElement): (() => void) => {
    element.popover = "manual";
    element.showPopover();
    place(element, anchor, align);
    const outside = (event: Event) => {
      const path = event.composedPath();
      if (!path.includes(element) && !path.includes(anchor)) onclose();
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      onclose();
      anchor.focus();
    };
    const away = () => onclose();
    addEventListener("pointerdown", outside, true);
    addEventListener("keydown", escape, true);
    addEventListener("blur", away);
    return () => {
      removeEventListener("pointerdown", outside, true);
      removeEventListener("keydown", escape, true);
      removeEventListener("blur", away);
    };
  };
}

function place(element: HTMLElement, anchor: HTMLElement, align: "start" | "end"): void {
  const margin = 8;
  const at = anchor.getBoundingClientRect();
  const { width, height } = element.getBoundingClientRect();
  const wanted = align === "start" ? at.left : at.right - width;
  const below = at.bottom + 4;
  const top = below + height > innerHeight - margin ? Math.max(margin, at.top - height - 4) : below;
  Object.assign(element.style, {
    position: "fixed",
    margin: "0",
    inset: "auto",
    left: `${Math.max(margin, Math.min(wanted, innerWidth - width - margin))}px`,
    top: `${top}px`,
  });
}
