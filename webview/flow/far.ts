/** Below this zoom nobody reads a card's text, and there are hundreds in view. */
export const farZoom = 0.42;
