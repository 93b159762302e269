import type { ChatComponents } from "../../components/chat.ts";
import type { ChoiceComponents } from "../../components/choices.ts";
import type { DataComponents } from "../../components/data.ts";
import type { ImageComponents } from "../../components/images.ts";
import type { MediaComponents } from "../../components/media.ts";
import type { NumberComponents } from "../../components/numbers.ts";
import type { TextComponents } from "../../components/text.ts";

/** Gradio's components: how an input or an output looks on the canvas. Their options are Gradio's own, in camelCase. */
export interface Components
  extends
    TextComponents,
    NumberComponents,
    ChoiceComponents,
    ImageComponents,
    MediaComponents,
    DataComponents,
    ChatComponents {}
