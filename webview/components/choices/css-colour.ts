let context: OffscreenCanvasRenderingContext2D | null | undefined;

/** A colour as #rrggbb, in whatever way CSS lets one write it: "tomato", "hsl(9 100% 64%)". Undefined for what is none. */
export function hexOf(colour: string): string | undefined {
  if (!CSS.supports("color", colour)) return undefined;
  context ??= new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  if (!context) return undefined;
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
