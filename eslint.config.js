import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import tseslint from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const projects = ["tsconfig.json", "tsconfig.renderer.json", "test/e2e/tsconfig.json"];

export default tseslint.config(
  { ignores: ["out/", "coverage/", "test-results/", "playwright-report/", "models/", "**/*.lightbox/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { project: projects, tsconfigRootDir: import.meta.dirname, extraFileExtensions: [".svelte"] },
    },
    rules: {
      "max-lines": ["error", { max: 400 }],
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      "no-console": "error",
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    files: ["src-renderer/**"],
    languageOptions: { globals: globals.browser },
    rules: {
      // The page's policy blocks a style attribute; a style:property directive goes through the object model.
      "no-restricted-syntax": [
        "error",
        { selector: "SvelteAttribute[key.name='style']", message: "Use a class or a style:property directive." },
      ],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: {
      parserOptions: { parser: tseslint.parser, svelteConfig, extraFileExtensions: [".svelte"] },
    },
    rules: {
      // A component's script is one function to the parser; max-lines holds the file.
      "max-lines-per-function": "off",
      // Props are declared with let and changed by their owner.
      "prefer-const": "off",
    },
  },
  { files: ["test/**"], rules: { "max-lines-per-function": "off", "no-console": "off" } },
  {
    files: ["**/*.js", "**/*.mjs"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
  },
);
