/** A workflow wants to run a Space on the person's machine. */
export interface LocalSpaceRequest {
  /** `owner/name`, as the Hub spells it now. */
  readonly space: string;
  /** Its page on the Hub. */
  readonly page: string;
  /** Where it will be cloned and installed. */
  readonly folder: string;
}

export type LocalSpaceAnswer =
  | { readonly kind: "allowed" }
  /** `help`: how a person allows it after all. */
  | { readonly kind: "refused"; readonly help: string };
