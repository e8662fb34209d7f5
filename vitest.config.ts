import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

/** Tests that start processes and encode films: generous limits, no retries. */
const patient = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  plugins: [svelte()],
  resolve: { conditions: ["node"] },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "architecture", include: ["test/architecture/**/*.test.ts"], testTimeout: 30_000 },
      },
      { extends: true, test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 30_000 } },
      { extends: true, test: { name: "integration", include: ["test/integration/**/*.test.ts"], ...patient } },
      { extends: true, test: { name: "corpus", include: ["test/corpus/**/*.test.ts"], ...patient } },
    ],
  },
});
