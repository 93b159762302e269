import type { Value } from "../../values/value.ts";
import type { Component, InputOptions } from "../component.ts";
import { noFiles } from "../file-positions.ts";
import {
  data,
  either,
  flag,
  inputOptions,
  listOf,
  number,
  text,
  type Option,
  type Options,
} from "../option.ts";
import { anyOf, isFlag, isListOf, isNumber, isOneOf, isText, type ValueCheck } from "../value-checks.ts";
import { spec, type ComponentFamily } from "../spec.ts";

/** A value, or what is shown and the value behind it. */
export type Choice<T> = T | readonly [shown: string, value: T];

/** Options of `gr.Checkbox`. */
export interface CheckboxOptions extends InputOptions {
  /** @default false */
  value?: boolean | null;
}

interface ChoiceOptions<T> extends InputOptions {
  /** The values to choose from; a pair is what is shown and the value. */
  choices?: readonly Choice<T>[];
}

/** Options of `gr.Radio`. */
export interface RadioOptions<T = string | number> extends ChoiceOptions<T> {
  /** What is chosen to begin with. @default nothing */
  value?: NoInfer<T> | null;
  rtl?: boolean;
}

/** Options of `gr.CheckboxGroup`. */
export interface CheckboxGroupOptions<T = string | number> extends ChoiceOptions<T> {
  /** What is chosen to begin with. @default nothing */
  value?: readonly NoInfer<T>[] | null;
  showSelectAll?: boolean;
}

/** Options of `gr.Dropdown`. */
export interface DropdownOptions<
  T = string | number,
  Multi = boolean,
  Custom = boolean,
> extends ChoiceOptions<T> {
  /** What is chosen to begin with. @default the first choice, with `multiselect` nothing */
  value?: NoInfer<T | readonly T[]> | null;
  /** Several can be chosen; the value is then a list. @default false */
  multiselect?: Multi;
  /** Other text can be typed too. @default false */
  allowCustomValue?: Custom;
  /** With `multiselect`: the most that can be chosen. */
  maxChoices?: number;
  filterable?: boolean;
}

/** What a dropdown carries: one value or, with `multiselect`, several. */
export type DropdownValue<T, Multi, Custom> = Multi extends true
  ? (T | (Custom extends true ? string : never))[]
  : T | (Custom extends true ? string : never);

export interface ChoiceComponents {
  /** Yes or no. Value: a boolean. */
  Checkbox(options?: CheckboxOptions): Component<boolean>;
  /** Several of some choices. Value: a list of the chosen values. */
  CheckboxGroup<const T extends string | number = string>(options?: CheckboxGroupOptions<T>): Component<T[]>;
  /** One of some choices. Value: the chosen one. */
  Radio<const T extends string | number = string>(options?: RadioOptions<T>): Component<T>;
  /** One of some choices, or with `multiselect` several. Value: the chosen one, or the list of them. */
  Dropdown<
    const T extends string | number = string,
    const Multi extends boolean = false,
    const Custom extends boolean = false,
  >(
    options?: DropdownOptions<T, Multi, Custom>,
  ): Component<DropdownValue<T, Multi, Custom>>;
}

type Plain = string | number;
const plain: Option<Plain> = either(text, number);
const choices: Option<readonly Choice<Plain>[]> = {
  ...data("(string | number | [shown: string, value: string | number])[]"),
  accepts: (value): value is readonly Choice<Plain>[] =>
    Array.isArray(value) &&
    value.every(
      (one: unknown) =>
        plain.accepts(one) ||
        (Array.isArray(one) && one.length === 2 && text.accepts(one[0]) && plain.accepts(one[1])),
    ),
};
const choiceOptions: Options<ChoiceOptions<Plain>> = { ...inputOptions, choices };

/** The values of `choices`, without what is shown for them. */
function choiceValues(options: { readonly choices?: readonly Choice<Plain>[] }): Plain[] {
  return (options.choices ?? []).map((choice) =>
    Array.isArray(choice) ? (choice as [string, Plain])[1] : (choice as Plain),
  );
}

function checkChoice(options: DropdownOptions): ValueCheck {
  const values = choiceValues(options);
  return values.length === 0 || options.allowCustomValue ? anyOf(isText, isNumber) : isOneOf(values);
}

/** A choice among numbers gives a number; text that a person may type as well does not. */
function familyOfChoice(options: DropdownOptions): ComponentFamily {
  if (options.multiselect === true) return "data";
  const values = choiceValues(options);
  const numbers = values.length > 0 && values.every((value) => typeof value === "number");
  return numbers && options.allowCustomValue !== true ? "number" : "text";
}

const first = (options: ChoiceOptions<Plain>): Value => choiceValues(options)[0] ?? null;
const firstInList = (options: ChoiceOptions<Plain>): Value => choiceValues(options).slice(0, 1);

export const choiceSpecs = {
  Checkbox: spec<CheckboxOptions>({
    name: "Checkbox",
    about: "Yes or no.",
    options: { ...inputOptions, value: flag },
    value: { type: "boolean", about: "whether it is ticked" },
    input: true,
    family: "flag",
    neverEmpty: true,
    card: { input: 28, output: 28, grows: false },
    files: () => noFiles,
    check: () => isFlag,
    example: () => true,
    initial: () => false,
  }),
  CheckboxGroup: spec<CheckboxGroupOptions>({
    name: "CheckboxGroup",
    about: "Several of some choices.",
    options: { ...choiceOptions, value: listOf(plain), showSelectAll: flag },
    value: { type: "T[]", about: "the chosen values of `choices`, in their order" },
    input: true,
    family: "data",
    card: { input: 28, output: 28, grows: false, fit: "choices" },
    files: () => noFiles,
    check: (options) => isListOf(checkChoice(options), "chosen values"),
    example: firstInList,
    initial: () => [],
  }),
  Radio: spec<RadioOptions>({
    name: "Radio",
    about: "One of some choices, all of them visible.",
    options: { ...choiceOptions, value: plain, rtl: flag },
    value: { type: "T", about: "the chosen value of `choices`" },
    input: true,
    family: familyOfChoice,
    card: { input: 28, output: 28, grows: false, fit: "choices" },
    files: () => noFiles,
    check: (options) => checkChoice(options),
    example: first,
    initial: () => null,
  }),
  Dropdown: spec<DropdownOptions>({
    name: "Dropdown",
    about: "One of some choices, or with `multiselect` several.",
    options: {
      ...choiceOptions,
      value: either(plain, listOf(plain)),
      multiselect: flag,
      allowCustomValue: flag,
      maxChoices: number,
      filterable: flag,
    },
    value: { type: "T | T[]", about: "the chosen value of `choices`; with `multiselect` the list of them" },
    input: true,
    family: familyOfChoice,
    card: { input: 28, output: 28, grows: false },
    files: () => noFiles,
    check: (options) =>
      options.multiselect ? isListOf(checkChoice(options), "chosen values") : checkChoice(options),
    example: (options) => (options.multiselect ? firstInList(options) : first(options)),
    initial: (options) => (options.multiselect ? [] : first(options)),
  }),
};
