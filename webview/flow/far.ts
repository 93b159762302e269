/** Below this zoom nobody reads a card's text, and there are hundreds in view. */
export const farZoom = 0.42;

/** Up to this many nodes, cards show their pictures from afar too. */
export const mostWithPictures = 100;
