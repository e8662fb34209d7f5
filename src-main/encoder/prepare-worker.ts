import { filmTime, readRadiograph } from "../intake/index.ts";
import { serveWorker } from "../jobs/index.ts";
import type { PrepareTask, Prepared } from "./preparation.ts";
import { prepare } from "./prepare.ts";

serveWorker<PrepareTask, Prepared>(
  async ({ film, preprocessing }, allow) => ({
    input: prepare(await readRadiograph(film, filmTime(allow)), preprocessing),
  }),
  ({ input }) => [input.buffer as ArrayBuffer],
);
