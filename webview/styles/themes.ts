/** The theme variables that the canvas uses, with the values of VS Code's own themes, for pages outside of VS Code. */
export type ThemeName = "dark" | "light" | "hc-dark" | "hc-light";

export interface Theme {
  /** The classes that VS Code sets on a webview's body. */
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
}

const fonts = {
  "font-family": '"Segoe WPC", "Segoe UI", system-ui, "Ubuntu", "Droid Sans", sans-serif',
  "font-size": "13px",
  "font-weight": "normal",
  "editor-font-family": '"Droid Sans Mono", "DejaVu Sans Mono", monospace',
};

const dark = {
  ...fonts,
  "editor-background": "#1f1f1f",
  "editor-foreground": "#cccccc",
  foreground: "#cccccc",
  descriptionForeground: "#9d9d9d",
  errorForeground: "#f85149",
  "input-background": "#313131",
  "input-foreground": "#cccccc",
  "input-border": "#3c3c3c",
  "input-placeholderForeground": "#989898",
  "inputValidation-errorBorder": "#be1100",
  "dropdown-background": "#313131",
  "dropdown-foreground": "#cccccc",
  "dropdown-border": "#3c3c3c",
  "checkbox-background": "#313131",
  "checkbox-border": "#3c3c3c",
  "checkbox-foreground": "#cccccc",
  "button-background": "#0078d4",
  "button-foreground": "#ffffff",
  "button-hoverBackground": "#026ec1",
  "button-border": "#ffffff12",
  "button-secondaryBackground": "#313131",
  "button-secondaryForeground": "#cccccc",
  "button-secondaryHoverBackground": "#3c3c3c",
  focusBorder: "#0078d4",
  "widget-shadow": "#0000005c",
  "widget-border": "#313131",
  "textLink-foreground": "#4daafc",
  "textCodeBlock-background": "#2b2b2b",
  "menu-background": "#1f1f1f",
  "menu-foreground": "#cccccc",
  "menu-border": "#454545",
  "menu-selectionBackground": "#0078d4",
  "menu-selectionForeground": "#ffffff",
  "menu-separatorBackground": "#454545",
  "quickInput-background": "#222222",
  "quickInput-foreground": "#cccccc",
  "list-activeSelectionBackground": "#04395e",
  "list-activeSelectionForeground": "#ffffff",
  "list-hoverBackground": "#2a2d2e",
  "quickInputList-focusBackground": "#04395e",
  "quickInputList-focusForeground": "#ffffff",
  "notifications-background": "#1f1f1f",
  "notifications-foreground": "#cccccc",
  "progressBar-background": "#0078d4",
  "scrollbarSlider-background": "#79797966",
  "editorLineNumber-foreground": "#6e7681",
  "editorCursor-foreground": "#aeafad",
  "editor-selectionBackground": "#264f78",
  "charts-blue": "#59a4f9",
  "charts-green": "#89d185",
  "charts-purple": "#b180d7",
  "charts-orange": "#d18616",
  "charts-yellow": "#cca700",
  "charts-red": "#f14c4c",
  "debugTokenExpression-string": "#ce9178",
  "debugTokenExpression-number": "#b5cea8",
  "debugTokenExpression-boolean": "#4e94ce",
  "symbolIcon-functionForeground": "#b180d7",
  "symbolIcon-classForeground": "#ee9d28",
  "badge-background": "#616161",
  "badge-foreground": "#f8f8f8",
};

const light: Record<string, string> = {
  ...dark,
  "editor-background": "#ffffff",
  "editor-foreground": "#3b3b3b",
  foreground: "#3b3b3b",
  descriptionForeground: "#3b3b3b",
  errorForeground: "#c72e0f",
  "input-background": "#ffffff",
  "input-foreground": "#3b3b3b",
  "input-border": "#cecece",
  "input-placeholderForeground": "#767676",
  "dropdown-background": "#ffffff",
  "dropdown-foreground": "#3b3b3b",
  "dropdown-border": "#cecece",
  "checkbox-background": "#f8f8f8",
  "checkbox-border": "#cecece",
  "checkbox-foreground": "#3b3b3b",
  "button-background": "#005fb8",
  "button-hoverBackground": "#0258a8",
  "button-border": "#0000001a",
  "button-secondaryBackground": "#e5e5e5",
  "button-secondaryForeground": "#3b3b3b",
  "button-secondaryHoverBackground": "#cccccc",
  focusBorder: "#005fb8",
  "widget-shadow": "#0000001f",
  "widget-border": "#e5e5e5",
  "textLink-foreground": "#005fb8",
  "textCodeBlock-background": "#f8f8f8",
  "menu-background": "#ffffff",
  "menu-foreground": "#3b3b3b",
  "menu-border": "#cecece",
  "menu-selectionBackground": "#005fb8",
  "menu-separatorBackground": "#d4d4d4",
  "quickInput-background": "#f8f8f8",
  "quickInput-foreground": "#3b3b3b",
  "list-activeSelectionBackground": "#e8e8e8",
  "list-activeSelectionForeground": "#000000",
  "list-hoverBackground": "#f2f2f2",
  "quickInputList-focusBackground": "#e8e8e8",
  "quickInputList-focusForeground": "#000000",
  "notifications-background": "#ffffff",
  "notifications-foreground": "#3b3b3b",
  "progressBar-background": "#005fb8",
  "scrollbarSlider-background": "#64646466",
  "editorCursor-foreground": "#000000",
  "editor-selectionBackground": "#add6ff",
  "charts-blue": "#1a85ff",
  "charts-green": "#388a34",
  "charts-purple": "#652d90",
  "charts-orange": "#d18616",
  "charts-yellow": "#bf8803",
  "charts-red": "#e51400",
  "debugTokenExpression-string": "#a31515",
  "debugTokenExpression-number": "#098658",
  "debugTokenExpression-boolean": "#0000ff",
  "symbolIcon-functionForeground": "#652d90",
  "symbolIcon-classForeground": "#d67e00",
};

const hcDark: Record<string, string> = {
  ...dark,
  "editor-background": "#000000",
  "editor-foreground": "#ffffff",
  foreground: "#ffffff",
  descriptionForeground: "#ffffffb3",
  "input-background": "#000000",
  "input-foreground": "#ffffff",
  "input-border": "#6fc3df",
  "dropdown-background": "#000000",
  "dropdown-foreground": "#ffffff",
  "dropdown-border": "#6fc3df",
  "checkbox-background": "#000000",
  "checkbox-border": "#6fc3df",
  "checkbox-foreground": "#ffffff",
  "button-background": "#000000",
  "button-border": "#6fc3df",
  "button-secondaryBackground": "#000000",
  "button-secondaryForeground": "#ffffff",
  "button-hoverBackground": "#000000",
  focusBorder: "#f38518",
  contrastBorder: "#6fc3df",
  contrastActiveBorder: "#f38518",
  "textLink-foreground": "#21a6ff",
  "menu-background": "#000000",
  "menu-foreground": "#ffffff",
  "menu-border": "#6fc3df",
  "menu-selectionBackground": "#000000",
  "menu-selectionForeground": "#ffffff",
  "menu-selectionBorder": "#f38518",
  "quickInput-background": "#000000",
  "quickInputList-focusBackground": "#000000",
  "notifications-background": "#000000",
  "notifications-foreground": "#ffffff",
};

const hcLight: Record<string, string> = {
  ...light,
  "editor-background": "#ffffff",
  "editor-foreground": "#292929",
  foreground: "#292929",
  descriptionForeground: "#292929b3",
  errorForeground: "#b5200d",
  "input-border": "#0f4a85",
  "dropdown-border": "#0f4a85",
  "checkbox-border": "#0f4a85",
  "button-background": "#0f4a85",
  "button-border": "#0f4a85",
  "button-secondaryBackground": "#ffffff",
  "button-secondaryForeground": "#292929",
  focusBorder: "#006bbd",
  contrastBorder: "#0f4a85",
  contrastActiveBorder: "#006bbd",
  "textLink-foreground": "#0f4a85",
  "menu-border": "#0f4a85",
  "menu-selectionBackground": "#ffffff",
  "menu-selectionForeground": "#292929",
  "menu-selectionBorder": "#006bbd",
};

const themes: Readonly<Record<ThemeName, Theme>> = {
  dark: { bodyClass: "vscode-dark", variables: dark },
  light: { bodyClass: "vscode-light", variables: light },
  "hc-dark": { bodyClass: "vscode-high-contrast", variables: hcDark },
  "hc-light": { bodyClass: "vscode-high-contrast-light", variables: hcLight },
};

export function applyTheme(name: ThemeName): void {
  const { bodyClass, variables } = themes[name];
  document.body.className = bodyClass;
  for (const [key, value] of Object.entries(variables))
    document.documentElement.style.setProperty(`--vscode-${key}`, value);
}

/** The theme that the system asks for, and each that it asks for later. */
export function followSystemTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const contrast = matchMedia("(prefers-contrast: more)");
  const apply = () => {
    const shade = dark.matches ? "dark" : "light";
    applyTheme(contrast.matches ? `hc-${shade}` : shade);
  };
  for (const query of [dark, contrast]) query.addEventListener("change", apply);
  apply();
}
