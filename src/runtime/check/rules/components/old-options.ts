import type { ComponentName } from "../../../components/description.ts";
import { specOf } from "../../../components/registry.ts";
import { camelCase } from "../../../text/meant-name.ts";
import { typescript, type ts } from "../../../typescript.ts";

/** An option that Gradio has in Python, or had in an older version, and what to do about it here. */
export interface OldOption {
  /** For the message, after what was not found. */
  readonly advice: string;
  /** What stands in its place; undefined where it is left out. */
  readonly instead?: string;
  /** Whether leaving it out changes nothing. */
  readonly needless: boolean;
}

/** What switched a button on, before Gradio had the option `buttons`. */
const buttonOptions: Readonly<Record<string, string>> = {
  showCopyButton: "copy",
  showCopyAllButton: "copy_all",
  showDownloadButton: "download",
  showShareButton: "share",
  showFullscreenButton: "fullscreen",
  showResetButton: "reset",
};

/** Options of Python that have no counterpart: what looks like one of them here is something else. */
const withoutCounterpart = new Set([
  ...["render", "key", "every", "inputs", "preservedByKey", "streaming", "shape", "tool", "invertColors"],
  ...["mirrorWebcam", "bubbleFullWidth", "likeable", "showProgress", "style"],
]);

/** What is known of an option of Python that the component does not have. */
export function oldOption(
  component: ComponentName,
  property: ts.ObjectLiteralElementLike,
  name: string,
  siblings: readonly ts.ObjectLiteralElementLike[],
): OldOption | undefined {
  const option = camelCase(name);
  const { options, value } = specOf(component);
  if (option === "type")
    return {
      advice: `Its value is always this: ${value.about.replaceAll("`", "")}.`,
      needless: isUsualType(property),
    };
  const button = buttonOptions[option];
  if (button !== undefined) {
    const takes = "buttons" in options ? (options["buttons"] as { readonly type: string }).type : "";
    if (!takes.includes(`"${button}"`)) return { advice: "It has no such button.", needless: true };
    const wanted = siblings.flatMap((one) => wantedButton(one) ?? []);
    const list = `buttons: [${wanted.map((one) => JSON.stringify(one)).join(", ")}]`;
    const isFirst = siblings.find((one) => wantedButton(one) !== undefined) === property;
    const hasList = siblings.some((one) => one.name?.getText() === "buttons");
    return {
      advice: `It is one of the buttons: buttons: ["${button}"].`,
      ...(isFirst && !hasList && { instead: list }),
      needless: wantedButton(property) !== undefined && !isFirst && !hasList,
    };
  }
  return withoutCounterpart.has(option)
    ? { advice: "It has no counterpart here.", needless: false }
    : undefined;
}

/** A value as it is here anyway. */
function isUsualType(property: ts.ObjectLiteralElementLike): boolean {
  const compiler = typescript();
  return (
    compiler.isPropertyAssignment(property) &&
    /^["'](filepath|value|messages)["']$/.test(property.initializer.getText())
  );
}

/** `show_copy_button: true` */
function wantedButton(property: ts.ObjectLiteralElementLike): string | undefined {
  const compiler = typescript();
  if (!compiler.isPropertyAssignment(property)) return undefined;
  if (property.initializer.kind !== compiler.SyntaxKind.TrueKeyword) return undefined;
  return buttonOptions[camelCase(property.name.getText())];
}
