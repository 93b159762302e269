import svelte from "eslint-plugin-svelte";
import globals from "globals";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "dist/**",
      "out/**",
      ".vscode-test/**",
      "test/fixtures/**",
      // Checked by the compiler in test/unit/daggr/types.test.ts; half of it is wrong on purpose.
      "test/types/**",
      "test/workspaces/**",
      "examples/**",
      "**/node_modules/**",
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node },
      parserOptions: {
        projectService: true,
        extraFileExtensions: [".svelte"],
      },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { globals: { ...globals.browser }, parserOptions: { parser: tseslint.parser } },
  },
  { files: ["**/*.mjs"], ...tseslint.configs.disableTypeChecked },
  // The engine runs in the editor, the terminal and tests alike, so it may know neither the editor nor the canvas.
  {
    files: ["src/runtime/**/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: ["vscode", "svelte", "*/extension/*", "*/webview/*"] }],
    },
  },
);
