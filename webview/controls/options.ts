/** One of several options to choose from: its label, and its value. */
export interface Option<T> {
  readonly label: string;
  readonly value: T;
}
