/** Whose token it is, and what it is. */
export interface DeployAccount {
  readonly name: string;
  readonly organizations: readonly string[];
  /** `read`, `write`, `fineGrained`; undefined where the Hub does not say, as for OAuth. */
  readonly role?: string;
  readonly tokenName?: string;
}
