/** How long a move of the view takes in milliseconds: none, where a person wants no motion. */
export function motion(): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 250;
}
