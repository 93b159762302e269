declare const mistake: unique symbol;
declare const wanted: unique symbol;
/** Nothing is assignable to it. It appears in compiler messages, where its argument says what is wrong. */
export interface Mistake<Message> {
  readonly [mistake]: Message;
}
/** The same, with the type that would fit. */
export interface Wanted<T> {
  readonly [wanted]: T;
}
