/** A file of a Space: a copy of one of this machine, or a text. */
export interface SpaceFile {
  /** From the Space's folder on, with slashes. */
  readonly place: string;
  readonly content: { readonly path: string } | { readonly text: string };
}

/** The folders of a Space that hold nothing but what `daggr deploy` puts there, and its other files. */
export const ownFolders = ["daggr/", "workflow/"] as const;
export const ownFiles = ["Dockerfile", "index.html"] as const;
