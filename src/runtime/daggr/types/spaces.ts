/* eslint-disable @typescript-eslint/no-explicit-any -- `any` stands for "whatever the endpoint gives" in these types */
import type { Component } from "../../components/component.ts";
import type { CheckInputs, Input } from "./inputs.ts";
import type { IsSingle, SpecValue, SpecValues } from "./outputs.ts";
import type { IsAny, PortBase } from "./port.ts";

/**
 * The endpoints of Spaces, by Space and by endpoint. Empty here: the file that `daggr types` writes adds the Spaces of a folder, each
 * endpoint with its `inputs` by name and its `outputs` in order. Nothing is looked at but the Space that a node names.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- other files add to it
export interface Spaces {}

/** A Space as a node names it: those with known endpoints, which an editor offers, and every other text. */
// eslint-disable-next-line @typescript-eslint/no-redundant-type-constituents -- `never` only until files add to `Spaces`
export type SpaceName = keyof Spaces | (string & Record<never, never>);

/** Constants are read-only where they stand, and an endpoint does not mind. */
export type Constant<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer E)[]
      ? readonly Constant<E>[]
      : { readonly [K in keyof T]: Constant<T[K]> };

/** What may be given for a parameter of an endpoint that takes a `T`. */
export type Parameter<T> = Input<Constant<T> | null>;

/**
 * What may be given for a parameter with choices: as a fixed value one of them. What a component, a port or a function brings is
 * only known when it runs.
 */
export type ChoiceParameter<T extends string | number | boolean> =
  | T
  | null
  | Component<Wide<T> | null>
  | PortBase<Wide<T> | null, any>
  | (() => Wide<T> | null | Promise<Wide<T> | null>);
/** The same for a list of choices. */
export type ChoicesParameter<T extends string | number | boolean> =
  | readonly T[]
  | null
  | Component<readonly Wide<T>[] | null>
  | PortBase<readonly Wide<T>[] | null, any>
  | (() => readonly Wide<T>[] | null | Promise<readonly Wide<T>[] | null>);
type Wide<T> = T extends string ? string : T extends number ? number : boolean;

/**
 * The endpoints of the Space `Owner/Name`; `unknown` where nobody knows them, where the node is not to be compared with its Space, and
 * where a node in a loop names several Spaces. The parts are those of a constant text, and `string` of any other.
 */
export type EndpointsOf<Owner extends string, Name extends string, Validate> = [Validate] extends [true]
  ? IsSingle<`${Owner}/${Name}`> extends true
    ? SpaceOf<`${Owner}/${Name}`>
    : unknown
  : unknown;

/**
 * One Space's endpoints. By inference, for an indexed access makes the compiler compare all known Spaces at each call whose Space it has
 * yet to infer.
 */
type SpaceOf<N extends string> = Spaces extends { readonly [K in N]: infer Endpoints } ? Endpoints : unknown;

/** Takes a constant text apart by inference, and asks nothing of it: a text that is no constant, or a type parameter, has no parts. */
export type Parts<Owner extends string, Name extends string> = [Owner] extends [unknown]
  ? unknown
  : `${Owner}/${Name}`;

/** A name as the endpoints have it: the slash may be left out. */
type WithSlash<A extends string, Endpoints> = A extends keyof Endpoints
  ? A
  : `/${A}` extends keyof Endpoints
    ? `/${A}`
    : never;

/** Whether nothing is said of a name: it is no constant, one of several, or the number of an endpoint. */
type IsOpen<A> = string extends A
  ? true
  : [A] extends [`${number}` | `/${number}`]
    ? true
    : IsSingle<A> extends true
      ? false
      : true;

/** What `apiName` may be: any name where the endpoints are not known. */
export type CheckApiName<A extends string, Endpoints> = unknown extends Endpoints
  ? A | string | number
  : IsOpen<A> extends true
    ? A | string | number
    : [WithSlash<A, Endpoints>] extends [never]
      ? keyof Endpoints
      : A;

/** One endpoint, `unknown` where it is not known. */
export type EndpointOf<A extends string, Endpoints> = unknown extends Endpoints
  ? unknown
  : IsOpen<A> extends true
    ? unknown
    : [WithSlash<A, Endpoints>] extends [never]
      ? unknown
      : Endpoints[WithSlash<A, Endpoints> & keyof Endpoints];

/**
 * Names the options that were given, by an inference that nothing else depends on: the compiler knows the names before it knows the
 * functions among the options.
 */
export type GivenOptions<Given> = [Given] extends [unknown]
  ? unknown
  : { readonly [K in keyof Given]: unknown };

/** Inputs with the names and types of an endpoint's parameters, where these are known and nothing makes others of the inputs. */
export type CheckParameters<I, Endpoint, Given> = Endpoint extends { readonly inputs: infer Parameters }
  ? "preprocess" extends keyof Given
    ? I & CheckInputs<I>
    : Parameters & ([keyof I] extends [keyof Parameters] ? CheckInputs<I> : unknown)
  : I & CheckInputs<I>;

/** What `postprocess` gets. */
export type ReturnsOf<Endpoint> = Endpoint extends { readonly outputs: infer Returns extends unknown[] }
  ? Returns
  : any[];

/** What outputs carry: as their components say; a single one that says nothing carries what the endpoint gives first. */
export type EndpointValues<O, Endpoint, Post> = unknown extends Post
  ? Endpoint extends { readonly outputs: readonly [infer First, ...unknown[]] }
    ? IsSingle<keyof O> extends true
      ? { [K in keyof O]: IsAny<SpecValue<O[K]>> extends true ? First : SpecValue<O[K]> }
      : SpecValues<O>
    : SpecValues<O>
  : SpecValues<O>;
