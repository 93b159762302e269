/** Whether an answer stays the same however often one asks: not without an account, not for this one, not there, no more. */
export function isFinalAnswer(status: number | undefined): boolean {
  return status === 401 || status === 403 || status === 404 || status === 410;
}
