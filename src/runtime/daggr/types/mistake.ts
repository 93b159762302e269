declare const mistake: unique symbol;
declare const wanted: unique symbol;
/** Nothing is assignable to it: it stands in a message of the compiler and says there what is wrong. */
export interface Mistake<Message> {
  readonly [mistake]: Message;
}
/** The same, naming the type that would fit. */
export interface Wanted<T> {
  readonly [wanted]: T;
}
