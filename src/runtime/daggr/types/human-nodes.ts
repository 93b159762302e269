import type { Component } from "../../components/component.ts";
import type { CheckInput, DepthOf, ExactValue, Input } from "./inputs.ts";
import type { Mistake } from "./mistake.ts";
import type { Node } from "./node.ts";
import type { PortsOf } from "./outputs.ts";
import type { IsAny, Item } from "./port.ts";
import type { WorkOptions } from "./step.ts";

interface HumanOptions<Values> extends WorkOptions<Values> {
  /** The question, as the person reads it. @default "Approve?", "Choose one." or "Type a text." */
  message?: string;
}

type OneOutput<Name extends string, T, I> = Node<
  PortsOf<{ [K in Name]: null }, { [K in Name]: T }, DepthOf<I>>,
  { [K in Name]: T }
>;

type CheckList<X> =
  IsAny<ExactValue<X>> extends true
    ? unknown
    : ExactValue<X> extends readonly unknown[]
      ? unknown
      : Mistake<"options must be a list: a fixed one, or a port that carries one, as in node.image.all()">;

export interface ChooseOneConstructor {
  /**
   * Waits until a person chooses an item of a list. Output: `choice`, the chosen item.
   *
   * @example
   * const best = new ChooseOne({ message: "Which one?", options: painter.image.all() });
   */
  new <const X>(
    options: HumanOptions<{ choice: Item<ExactValue<NoInfer<X>>> }> & {
      /** The list to choose from: a port that carries one, such as `painter.image.all()`, or a fixed list. */
      options: X & CheckInput<X> & CheckList<X>;
      /** How the options and the choice are shown. @default as the port that the options come from */
      show?: Component<Item<ExactValue<X>>>;
    },
  ): OneOutput<"choice", Item<ExactValue<X>>, { options: X }>;
}

export interface ApproveConstructor {
  /**
   * Shows a value and waits until a person approves it. Output: `value`, the same value. If the person refuses, the node fails,
   * and nodes that depend on it do not run.
   *
   * @example
   * const approved = new Approve({ message: "Good enough?", value: draft.text });
   */
  new <const X>(
    options: HumanOptions<{ value: ExactValue<NoInfer<X>> }> & {
      /** The value to approve: a port, or another input. */
      value: X & CheckInput<X>;
      /** How the value is shown. @default as the port that it comes from */
      show?: Component<ExactValue<X>>;
    },
  ): OneOutput<"value", ExactValue<X>, { value: X }>;
}

export interface TextInputConstructor {
  /**
   * Waits until a person enters text. Output: `text`.
   *
   * @example
   * const title = new TextInput({ message: "What is it called?", value: draft.title });
   */
  new <const X extends Input<string> = string>(
    options?: HumanOptions<{ text: string }> & {
      /** The text that the person begins with: a fixed one, or a port. @default "" */
      value?: X & CheckInput<X>;
    },
  ): OneOutput<"text", string, { value: X }>;
}
