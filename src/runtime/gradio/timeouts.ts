/** Timeouts and intervals of calls to Gradio apps, in milliseconds. Tests shorten them. */
export interface GradioTimeouts {
  /** Until a server has to begin its answer to a small request. */
  readonly answer: number;
  /** A stream that sends no byte for this long is dead: Gradio sends a heartbeat every 15 seconds. */
  readonly silence: number;
  /** Before a stream that was lost is asked for once more, times the number of tries before. */
  readonly resume: number;
  /** How long a stream that was asked for again may bring nothing but heartbeats. */
  readonly idle: number;
  /** How long Stop waits for the server's answer. */
  readonly cancel: number;
  /** Between two checks of a Space that is waking up. */
  readonly wakePoll: number;
  /** Until a Space that is waking up counts as failed. */
  readonly wake: number;
  /** How long an app's configuration is used before it is read again. */
  readonly configAge: number;
}

export const gradioTimeouts: GradioTimeouts = {
  answer: 30_000,
  silence: 60_000,
  resume: 1_000,
  idle: 10 * 60_000,
  cancel: 3_000,
  wakePoll: 2_000,
  wake: 10 * 60_000,
  configAge: 60_000,
};
