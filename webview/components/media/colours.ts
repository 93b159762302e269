const palette = ["blue", "green", "purple", "orange", "yellow", "red"].map((name) => `var(--${name})`);

/** A colour of the theme for one of several classes, by the class's index. */
export function colourFor(name: string, names: readonly string[]): string {
  return palette[Math.max(0, names.indexOf(name)) % palette.length]!;
}
