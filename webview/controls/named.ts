/** Sets an element's accessible name. The toolkit's elements set one of their own ("Text area") when they are connected. */
export const named = (label: string) => (element: HTMLElement) => element.setAttribute("aria-label", label);
