import type { ChatComponents } from "../../components/families/chat.ts";
import type { ChoiceComponents } from "../../components/families/choices.ts";
import type { DataComponents } from "../../components/families/data.ts";
import type { ImageComponents } from "../../components/families/images.ts";
import type { MediaComponents } from "../../components/families/media.ts";
import type { NumberComponents } from "../../components/families/numbers.ts";
import type { TextComponents } from "../../components/families/text.ts";

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
