import type { Port, PortBase } from "daggr";

/** Whether two types are the same. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** What a port carries. */
export type Carried<P> = P extends PortBase<infer T, infer _> ? T : never;
/** How deep a port is scattered. */
export type DepthOf<P> = P extends PortBase<unknown, infer D> ? D["length"] : never;

export declare function same<A, B>(proof: Same<A, B>): void;
export declare function carries<T>(): <P extends Port<T> | PortBase<T>>(
  port: P,
  proof: Same<Carried<P>, T>,
) => void;
