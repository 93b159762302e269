import type { Component } from "../../components/component.ts";
import type { Node, NodeOptions } from "./node.ts";
import type { PortsOf, SpecValues } from "./outputs.ts";

export interface InputNodeConstructor {
  /**
   * Several inputs in one card. Each port is an output to connect: `settings.prompt`.
   *
   * @example
   * const settings = new InputNode({ ports: { prompt: gr.Textbox(), height: gr.Slider({ maximum: 1024 }) } });
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- components of all values
  new <O extends Readonly<Record<string, Component<any>>>>(
    options: NodeOptions & {
      /** The inputs: a component for each, by name. Every name becomes a port. */
      ports: O;
    },
  ): Node<PortsOf<O, SpecValues<O>, []>, SpecValues<O>>;
}
