const palette = ["blue", "green", "purple", "orange", "yellow", "red"].map((name) => `var(--${name})`);

/** A colour of the theme for one of several classes: the same for the same place in the list. */
export function colourFor(name: string, names: readonly string[]): string {
  return palette[Math.max(0, names.indexOf(name)) % palette.length]!;
}
