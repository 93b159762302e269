/** Elements of the toolkit name themselves when they are connected ("Text area"); this gives them their own name after that. */
export const named = (label: string) => (element: HTMLElement) => element.setAttribute("aria-label", label);
