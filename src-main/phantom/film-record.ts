import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drawPhantom } from "./draw-phantom.ts";
import { filmSize } from "./field.ts";
import { filmPath, maskPath } from "./file-names.ts";
import { encodeFilm, isMonochrome1 } from "./phantom-dicom.ts";
import { encodeMaskPng } from "./png-writer.ts";
import type { Box, FindingKind, Labels, Phantom, PhantomPatient, Side, Truth, VisibleMarks, Zone } from "./types.ts";
import { writing } from "./unwritable.ts";

/** One film of truth.json. */
export interface FilmRecord {
  /** Relative to the set, e.g. films/patient00001_study1_view1_frontal.dcm. */
  readonly path: string;
  /** Of the DICOM file. */
  readonly sha256: string;
  readonly seed: number;
  readonly index: number;
  readonly patient: PhantomPatient;
  readonly study: number;
  readonly view: "AP" | "PA";
  readonly photometricInterpretation: "MONOCHROME1" | "MONOCHROME2";
  readonly findings: readonly FindingRecord[];
  readonly visible: VisibleMarks;
  /** What is on the film, before uncertainty and silence were put over it. */
  readonly truth: Truth;
  /** What train.csv says. */
  readonly labels: Labels;
  readonly report: readonly string[];
}

export interface FindingRecord {
  readonly kind: FindingKind;
  readonly side: Side | null;
  readonly zone: Zone | null;
  readonly severity: number;
  readonly extra: boolean;
  /** PNG of 512 × 512 pixels, 255 where the finding is. */
  readonly mask: string;
  /** Around the mask, pixels, both ends included. */
  readonly box: Box;
}

/** What a worker thread is asked to draw. */
export interface DrawTask {
  readonly directory: string;
  readonly seed: number;
  readonly index: number;
}

/** Draws one film and writes its DICOM file and masks below the directory. Errors: `phantom/unwritable`. */
export async function writeFilm(task: DrawTask): Promise<FilmRecord> {
  const phantom = drawPhantom(task.seed, task.index);
  const dicom = encodeFilm(phantom.plan, phantom.pixels);
  const path = filmPath(phantom.plan);
  await writing(task.directory, async () => {
    await writeFile(join(task.directory, path), dicom);
    for (const [place, finding] of phantom.findings.entries()) {
      const mask = encodeMaskPng(finding.mask, filmSize, filmSize);
      await writeFile(join(task.directory, maskPath(phantom.plan, finding, place + 1)), mask);
    }
  });
  return recordOf(phantom, path, createHash("sha256").update(dicom).digest("hex"));
}

function recordOf(phantom: Phantom, path: string, sha256: string): FilmRecord {
  const { plan } = phantom;
  return {
    path,
    sha256,
    seed: plan.seed,
    index: plan.index,
    patient: plan.patient,
    study: plan.study,
    view: plan.view,
    photometricInterpretation: isMonochrome1(plan) ? "MONOCHROME1" : "MONOCHROME2",
    findings: phantom.findings.map((finding, place) => ({
      kind: finding.kind,
      side: finding.side,
      zone: finding.zone,
      severity: Math.round(finding.severity * 1000) / 1000,
      extra: finding.extra,
      mask: maskPath(plan, finding, place + 1),
      box: finding.box,
    })),
    visible: plan.visible,
    truth: phantom.truth,
    labels: phantom.labels,
    report: phantom.report,
  };
}

/** Makes the folders of a set. */
export async function makeFolders(directory: string): Promise<void> {
  await mkdir(join(directory, "films"), { recursive: true });
  await mkdir(join(directory, "masks"), { recursive: true });
}
