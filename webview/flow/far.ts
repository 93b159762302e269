/** Below this zoom cards are drawn without text: it could not be read, and hundreds of cards may be in view. */
export const farZoom = 0.42;

/** From this zoom on the text of cards can be read without effort. */
export const readableZoom = 0.6;

/** In graphs of up to this many nodes, cards show their pictures also below `farZoom`. */
export const mostWithPictures = 100;
