/** One of several things to choose from: what is shown, and what it stands for. */
export interface Option<T> {
  readonly label: string;
  readonly value: T;
}
