import { existsSync } from "node:fs";
import type { ImageDetail, ImageRow } from "../../src-preload/contract/intake.ts";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { Device } from "../runtime/index.ts";
import type { Store, StoredImage } from "../store/index.ts";
import { currentRow } from "./bench.ts";
import type { Bench } from "./bench.ts";

/** An image of the workspace by its SHA-256; throws `image/not-found`. */
export function imageOf(store: Store, sha256: string): StoredImage {
  const image = store.images.bySha(sha256);
  if (image !== undefined) return image;
  throw new LightboxError("image/not-found", "This film is not in the workspace.", "Import it first.");
}

/** What lists show of an image. */
export function imageRow(image: StoredImage): ImageRow {
  return {
    image: image.sha256,
    name: image.name,
    patient: image.patient,
    study: image.study,
    view: image.view,
    projection: image.projection,
    sex: image.sex,
    age: image.age,
    width: image.width,
    height: image.height,
    dataSet: image.dataSet,
    findings: image.labels,
  };
}

/** All that is known of an image. */
export function imageDetail(image: StoredImage): ImageDetail {
  return {
    ...imageRow(image),
    path: image.path,
    format: image.format,
    bitsStored: image.bitsStored,
    photometric: image.photometric,
    pixelSpacing: image.pixelSpacing === null ? null : [image.pixelSpacing[0], image.pixelSpacing[1]],
    frame: image.frame,
    frames: image.frames,
    report: image.report,
    studyDate: image.studyDate,
    identity: image.identity,
    burnedIn: image.burnedIn,
    split: image.split,
    labelSource: image.labelSource,
    missing: !existsSync(image.path),
  };
}

/**
 * The device with which this version of an encoder encoded films here last, and in words how that is known; null before the
 * first.
 */
export async function lastDevice(
  bench: Bench,
  encoder: string,
): Promise<{ readonly device: Device; readonly proof: string } | null> {
  const row = await currentRow(bench, encoder, "encoder");
  const run = row === undefined ? undefined : bench.store.encodings.lastRun(row);
  return run === undefined ? null : { device: run.device === "webgpu" ? "webgpu" : "cpu", proof: run.proof };
}
