import type { Migration } from "../migrate.ts";
import { imagesMigration } from "./0001-images.ts";
import { embeddingsMigration } from "./0002-embeddings.ts";
import { codesMigration } from "./0003-codes.ts";
import { jobsMigration } from "./0004-jobs.ts";
import { dataSetsMigration } from "./0005-data-sets.ts";
import { histogramsMigration } from "./0006-histograms.ts";
import { correlationErrorsMigration } from "./0007-correlation-errors.ts";
import { privacyMigration } from "./0008-privacy.ts";
import { framesMigration } from "./0009-frames.ts";
import { tablesMigration } from "./0010-tables.ts";

/** Every step from an empty file to today's schema, in order. A released step never changes; a new need is a new step. */
export const migrations: readonly Migration[] = [
  imagesMigration,
  embeddingsMigration,
  codesMigration,
  jobsMigration,
  dataSetsMigration,
  histogramsMigration,
  correlationErrorsMigration,
  privacyMigration,
  framesMigration,
  tablesMigration,
];
