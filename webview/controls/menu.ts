import type { IconName } from "./icons.ts";

export interface MenuItem {
  readonly label: string;
  /** Shown dimmed at the right: a shortcut, or what the item will do. */
  readonly hint?: string;
  readonly icon?: IconName;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  run(): void;
}

/** Groups of items with lines between them. */
export type MenuGroups = readonly (readonly MenuItem[])[];
