/**
 * What holds where a person set nothing: in the editor (`package.json` has the same values, which a test compares), in the
 * terminal, and in an engine without settings.
 */
export const defaults = {
  /** Calls that one service host gets at the same time. */
  hostLimit: 8,
  /** Results that are kept of each node; pinned and starred ones do not count. */
  keptResults: 200,
  /** Bytes of media of one workspace. */
  mediaLimit: 5000 * 1024 * 1024,
  /** Bytes that the files of one step may have when they are fetched from apps, models and other addresses. */
  downloadLimit: 2048 * 1024 * 1024,
  /** Seconds that the top level of a workflow file may take. */
  loadTimeout: 20,
  /** What happens when a Space or model was updated since its results were made. */
  dependencyCheck: "ask",
} as const;
