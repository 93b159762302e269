export type Tool = "brush" | "eraser";

interface Pen {
  readonly tool: Tool;
  readonly colour: string;
  /** In pixels of the picture. */
  readonly size: number;
}

interface Stroke extends Pen {
  readonly points: { readonly x: number; readonly y: number }[];
}

/** How long after the last stroke the drawing is saved, in milliseconds. */
const rest = 700;

/** A picture under a transparent layer on which a person draws. */
export class Sketch {
  readonly #shown: HTMLCanvasElement;
  readonly #layer = document.createElement("canvas");
  #background: ImageBitmap | undefined;
  #base: ImageBitmap | undefined;
  #strokes: Stroke[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #abort = new AbortController();

  constructor(shown: HTMLCanvasElement, pen: () => Pen, onchange: () => void) {
    this.#shown = shown;
    const { signal } = this.#abort;
    let stroke: Stroke | undefined;
    const at = (event: PointerEvent) => {
      const box = shown.getBoundingClientRect();
      return {
        x: ((event.clientX - box.left) / box.width) * shown.width,
        y: ((event.clientY - box.top) / box.height) * shown.height,
      };
    };
    shown.addEventListener(
      "pointerdown",
      (event) => {
        event.stopPropagation();
        shown.setPointerCapture(event.pointerId);
        stroke = { ...pen(), points: [at(event)] };
        this.#strokes.push(stroke);
        this.#draw();
      },
      { signal },
    );
    shown.addEventListener(
      "pointermove",
      (event) => {
        if (!stroke) return;
        stroke.points.push(at(event));
        this.#draw();
      },
      { signal },
    );
    const end = () => {
      if (!stroke) return;
      stroke = undefined;
      this.#changed();
    };
    shown.addEventListener("pointerup", end, { signal });
    shown.addEventListener("pointercancel", end, { signal });
    this.#changed = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(onchange, rest);
    };
  }

  #changed: () => void;

  /** Without a picture, the background is white and has the given size. */
  async open(
    picture: Uint8Array<ArrayBuffer> | undefined,
    layer: Uint8Array<ArrayBuffer> | undefined,
    blank: { width: number; height: number },
  ): Promise<void> {
    this.#background = picture && (await createImageBitmap(new Blob([picture])));
    this.#base = layer && (await createImageBitmap(new Blob([layer])));
    const { width, height } = this.#background ?? blank;
    for (const canvas of [this.#shown, this.#layer]) Object.assign(canvas, { width, height });
    this.#draw();
  }

  undo(): void {
    if (this.#strokes.pop()) this.#changed();
    else if (this.#base) {
      this.#base = undefined;
      this.#changed();
    }
    this.#draw();
  }

  layer(): Promise<Blob> {
    return toPng(this.#layer);
  }

  composite(): Promise<Blob> {
    return toPng(this.#shown);
  }

  destroy(): void {
    this.#abort.abort();
    clearTimeout(this.#timer);
  }

  #draw(): void {
    const layer = this.#layer.getContext("2d")!;
    layer.clearRect(0, 0, this.#layer.width, this.#layer.height);
    if (this.#base) layer.drawImage(this.#base, 0, 0);
    for (const { points, tool, colour, size } of this.#strokes) {
      layer.globalCompositeOperation = tool === "eraser" ? "destination-out" : "source-over";
      Object.assign(layer, { strokeStyle: colour, lineWidth: size, lineCap: "round", lineJoin: "round" });
      layer.beginPath();
      for (const { x, y } of points) layer.lineTo(x, y);
      if (points.length === 1) layer.lineTo(points[0]!.x + 0.1, points[0]!.y);
      layer.stroke();
    }
    layer.globalCompositeOperation = "source-over";
    const shown = this.#shown.getContext("2d")!;
    if (this.#background) shown.drawImage(this.#background, 0, 0);
    else {
      shown.fillStyle = "white";
      shown.fillRect(0, 0, this.#shown.width, this.#shown.height);
    }
    shown.drawImage(this.#layer, 0, 0);
  }
}

function toPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The drawing could not be saved as an image."))),
      "image/png",
    );
  });
}
