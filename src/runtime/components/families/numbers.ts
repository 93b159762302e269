import type { Component, InputOptions } from "../component.ts";
import { noFiles } from "../file-positions.ts";
import { flag, inputOptions, listOf, number, oneOf, text } from "../option.ts";
import { isNumber } from "../value-checks.ts";
import { spec } from "../spec.ts";

/** Options of `gr.Number`. */
export interface NumberOptions extends InputOptions {
  /** The number it starts with. @default nothing */
  value?: number | null;
  minimum?: number;
  maximum?: number;
  /** @default 1 */
  step?: number;
  /** Digits behind the point; 0 allows whole numbers only. */
  precision?: number;
  /** Shown while it is empty. */
  placeholder?: string;
}

/** Options of `gr.Slider`. */
export interface SliderOptions extends InputOptions {
  /** The number it starts with. @default `minimum` */
  value?: number | null;
  /** @default 0 */
  minimum?: number;
  /** @default 100 */
  maximum?: number;
  step?: number;
  /** Digits behind the point. */
  precision?: number;
  randomize?: boolean;
  buttons?: readonly "reset"[];
}

export interface NumberComponents {
  /** A number. Value: a number. */
  Number(options?: NumberOptions): Component<number>;
  /** A number in a range. Value: a number. */
  Slider(options?: SliderOptions): Component<number>;
}

export const numberSpecs = {
  Number: spec<NumberOptions>({
    name: "Number",
    about: "A number.",
    options: {
      ...inputOptions,
      value: number,
      minimum: number,
      maximum: number,
      step: number,
      precision: number,
      placeholder: text,
    },
    value: { type: "number", about: "the number" },
    input: true,
    family: "number",
    card: { input: 28, output: 28, grows: false },
    files: () => noFiles,
    check: () => isNumber,
    example: (options) => options.minimum ?? 3,
    initial: () => null,
  }),
  Slider: spec<SliderOptions>({
    name: "Slider",
    about: "A number in a range.",
    options: {
      ...inputOptions,
      value: number,
      minimum: number,
      maximum: number,
      step: number,
      precision: number,
      randomize: flag,
      buttons: listOf(oneOf("reset")),
    },
    value: { type: "number", about: "the number" },
    input: true,
    family: "number",
    neverEmpty: true,
    card: { input: 28, output: 28, grows: false },
    files: () => noFiles,
    check: () => isNumber,
    example: (options) => options.minimum ?? 0,
    initial: (options) => options.minimum ?? 0,
  }),
};
