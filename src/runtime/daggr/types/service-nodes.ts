/* eslint-disable @typescript-eslint/no-explicit-any -- `any` stands for "whatever the port carries" in these types */
import type { AnyInputs, CheckInputs, DepthOf, None, ValuesOf } from "./inputs.ts";
import type { Node } from "./node.ts";
import type { DefaultOutput, IsSingle, OutputSpecs, PortsOf, SpecValue, SpecValues } from "./outputs.ts";
import type {
  CheckApiName,
  CheckParameters,
  EndpointOf,
  EndpointsOf,
  EndpointValues,
  GivenOptions,
  Parts,
  ReturnsOf,
  SpaceName,
} from "./spaces.ts";
import type { StepOptions } from "./step.ts";
import type { Task, TaskOutputs } from "./tasks.ts";

type MaybePromise<T> = T | Promise<T>;

/** What `postprocess` returns: the value of a single output; for several outputs an object by name, or an array in order. */
type Returned<O> =
  IsSingle<keyof O> extends true
    ? SpecValue<O[keyof O]> | null
    : { readonly [K in keyof O]: SpecValue<O[K]> | null } | readonly (SpecValue<O[keyof O]> | null)[];
type CheckReturned<O, Post> = unknown extends Post
  ? unknown
  : [Post] extends [Returned<O>]
    ? unknown
    : (...returned: any[]) => MaybePromise<Returned<O>>;

interface ServiceOptions<I, O, Values> extends StepOptions<Values> {
  /**
   * How the outputs are shown. They take the service's return values in order, whatever their names; further return values are
   * dropped. @default none for a GradioNode, `{ output: gr.JSON() }` for an InferenceNode
   */
  outputs?: O;
  /** Gets the inputs by name, and returns those that are sent. */
  preprocess?: (inputs: ValuesOf<I>) => MaybePromise<object>;
}

/** A method, so that a parameter may be annotated more narrowly: where one knows that a gallery holds images only, say. */
interface Postprocess<Returns extends unknown[], Post> {
  of(...returned: Returns): Post;
}

export interface GradioNodeOptions<
  I,
  O,
  Post,
  A extends string,
  Validate,
  Given,
  Endpoints,
> extends ServiceOptions<I, O, SpecValues<O>> {
  /**
   * The endpoint, such as "/generate_image" (the slash may be left out), or the number of one without a name. The Space's "Use
   * via API" page lists them. @default "/predict"
   */
  apiName?: CheckApiName<A, Endpoints>;
  /** The endpoint's parameters by name: components, ports of other nodes, fixed values, or functions called at each run. @default none */
  inputs?: CheckParameters<I, EndpointOf<A, Endpoints>, Given>;
  /** Gets the return values in order, and returns the output, or several outputs by name or in order. */
  postprocess?: Postprocess<ReturnsOf<EndpointOf<A, Endpoints>>, Post>["of"] &
    CheckReturned<NoInfer<O>, Awaited<Post>>;
  /** True clones the Space to this machine and runs it here, once you have allowed that. @default false */
  runLocally?: boolean;
  /** False leaves endpoint and inputs unchecked, for an app that does not describe itself. @default true */
  validate?: Validate;
}

export interface GradioNodeConstructor {
  /**
   * Calls one endpoint of a Space (`owner/name`), of a Space's page, or of any Gradio app by its URL.
   *
   * @example
   * const painter = new GradioNode("hf-applications/Z-Image-Turbo", {
   *   apiName: "/generate_image",
   *   inputs: { prompt: gr.Textbox({ label: "Prompt" }), height: 1024, seed: Math.random },
   *   outputs: { image: gr.Image() },
   * });
   */
  new <
    const I extends AnyInputs = None,
    O extends OutputSpecs = None,
    Post = unknown,
    S extends SpaceName = SpaceName,
    Owner extends string = string,
    Name extends string = string,
    A extends string = "/predict",
    Validate extends boolean = true,
    Given = unknown,
  >(
    spaceOrUrl: S & Parts<Owner, Name>,
    options?: GradioNodeOptions<I, O, Post, A, Validate, Given, EndpointsOf<Owner, Name, Validate>> &
      GivenOptions<Given>,
  ): Node<
    PortsOf<O, EndpointValues<O, EndpointOf<A, EndpointsOf<Owner, Name, Validate>>, Post>, DepthOf<I>>,
    EndpointValues<O, EndpointOf<A, EndpointsOf<Owner, Name, Validate>>, Post>
  >;
}

export interface InferenceNodeOptions<I, O, T extends Task, Post, Values> extends ServiceOptions<
  I,
  O,
  Values
> {
  /** The inputs that the task takes, by name: components, ports of other nodes, fixed values, or functions called at each run. @default none */
  inputs?: I & CheckInputs<I>;
  /** Gets the return values in order, and returns the output, or several outputs by name or in order. */
  postprocess?: ((...returned: any[]) => Post) & CheckReturned<NoInfer<O>, Awaited<Post>>;
  /** What the model is asked to do, such as `"text-to-image"`. @default what the Hub says of the model */
  task?: T;
}

export interface InferenceNodeConstructor {
  /**
   * Calls a model through Hugging Face's Inference Providers. `owner/model:provider` picks the provider.
   *
   * @example
   * const answer = new InferenceNode("meta-llama/Llama-3.1-8B-Instruct", {
   *   inputs: { prompt: gr.Textbox({ lines: 3 }) },
   *   outputs: { response: gr.Markdown() },
   * });
   */
  new <
    const I extends AnyInputs = None,
    T extends Task = Task,
    O extends OutputSpecs = DefaultOutput,
    Post = unknown,
    // Never given. As a parameter, the compiler works it out once for a call, and not wherever it is used.
    Values = TaskOutputs<T, O, Post>,
  >(
    model: string,
    options?: InferenceNodeOptions<I, O, T, Post, Values>,
  ): Node<PortsOf<O, Values, DepthOf<I>>, Values>;
}
