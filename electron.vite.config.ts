import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "electron-vite";
import { processEntries } from "./src-main/jobs/entries.ts";

const root = import.meta.dirname;

/**
 * The page is served for every place inside the window, so its scripts have to be found from the root. As a plugin, because
 * electron-vite sets "./" itself.
 */
const fromTheRoot = { name: "from-the-root", enforce: "post", config: () => ({ base: "/" }) } as const;

export default defineConfig({
  main: {
    build: {
      sourcemap: true,
      rolldownOptions: {
        input: {
          electron: resolve(root, "src-main/hosts/electron.ts"),
          cli: resolve(root, "src-main/hosts/cli-entry.ts"),
          ...Object.fromEntries(Object.entries(processEntries).map(([name, source]) => [name, resolve(root, source)])),
        },
        output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload script can require nothing but electron: everything else is put into the one file.
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        input: { index: resolve(root, "src-preload/index.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: resolve(root, "src-renderer"),
    plugins: [svelte({ configFile: resolve(root, "svelte.config.js") }), fromTheRoot],
    build: {
      outDir: resolve(root, "out/renderer"),
      sourcemap: true,
      // Fonts and pictures stay files: the page's policy allows no data: address for them.
      assetsInlineLimit: 0,
      rolldownOptions: { input: resolve(root, "src-renderer/index.html") },
    },
  },
});
