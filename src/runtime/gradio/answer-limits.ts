const MB = 1024 * 1024;

/** Bytes that an app's answers may have, after decompression. What a job's stream may bring is in `call/server-events.ts`. */
export const answerLimits = {
  /** `/config` and `/info`. Those of large apps have a few megabytes. */
  description: 32 * MB,
  /** That a job was taken, that a file was uploaded, that one is signed in. */
  receipt: MB,
} as const;
