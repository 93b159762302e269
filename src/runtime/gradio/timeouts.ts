/** Times in milliseconds. Tests shorten them. */
export interface GradioTimeouts {
  /** Until a server has to begin its answer to a small question. */
  readonly answer: number;
  /** A stream without a single byte for this long is dead: servers send a sign of life every 15 seconds. */
  readonly silence: number;
  /** How long Stop waits for the server to take note. */
  readonly cancel: number;
  /** Between two looks at a Space that is waking. */
  readonly wakePoll: number;
  /** Until a Space that is waking is given up. */
  readonly wake: number;
  /** How long an app's configuration is used before it is read again. */
  readonly configAge: number;
}

export const gradioTimeouts: GradioTimeouts = {
  answer: 30_000,
  silence: 60_000,
  cancel: 3_000,
  wakePoll: 2_000,
  wake: 10 * 60_000,
  configAge: 60_000,
};
