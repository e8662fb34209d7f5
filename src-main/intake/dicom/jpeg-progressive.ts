import { inverseDct } from "./inverse-dct.ts";
import { putBlock, zigzag } from "./jpeg-dct-scan.ts";
import type { DctFrame } from "./jpeg-dct-scan.ts";
import { brokenStream } from "./jpeg-markers.ts";
import { decodeProgressiveScan } from "./jpeg-progressive-scan.ts";
import type { ProgressiveComponent, ProgressiveRange } from "./jpeg-progressive-scan.ts";

/** Scans that a stream may bring: encoders write ten or so, and each one walks the whole picture. */
const mostScans = 200;

/** A progressive DCT frame (T.81 annex G) while its scans come in. */
export interface ProgressiveFrame {
  /** Takes one scan in; components are named by their place in the frame. @returns where the next marker stands */
  readonly scan: (scan: ProgressiveScan) => number;
  /** Writes what the coefficients give into `frame.values`, by the quantization steps (in the coded order) of each component. */
  readonly finish: (steps: readonly (Uint16Array | undefined)[]) => void;
}

export interface ProgressiveScan {
  readonly components: readonly (Omit<ProgressiveComponent, "coefficients"> & { readonly place: number })[];
  readonly range: ProgressiveRange;
  readonly restartInterval: number;
  readonly start: number;
}

/** Starts a frame all of whose coefficients are 0. @throws LightboxError `intake/broken-file` from its functions */
export function progressiveFrame(bytes: Uint8Array, frame: DctFrame): ProgressiveFrame {
  const across = Math.ceil(frame.columns / 8);
  const blocks = across * Math.ceil(frame.rows / 8);
  const planes = Array.from({ length: frame.components }, () => new Int16Array(blocks * 64));
  let scans = 0;
  return {
    scan: ({ components, range, restartInterval, start }) => {
      scans += 1;
      if (scans > mostScans) throw brokenStream("it has too many scans");
      const chosen = components.flatMap(({ place, first, others }) => {
        const coefficients = planes[place];
        return coefficients === undefined ? [] : [{ first, others, coefficients }];
      });
      return decodeProgressiveScan(bytes, chosen, range, { blocks, restartInterval, start });
    },
    finish: (steps) => {
      planes.forEach((plane, place) => {
        const own = steps[place];
        if (own === undefined) throw brokenStream("a quantization table is not there");
        drawPlane(frame, place, plane, own);
      });
    },
  };
}

function drawPlane(frame: DctFrame, place: number, plane: Int16Array, steps: Uint16Array): void {
  const across = Math.ceil(frame.columns / 8);
  const byPlace = new Uint16Array(64);
  zigzag.forEach((at, coded) => (byPlace[at] = steps[coded] ?? 0));
  const block = new Int32Array(64);
  for (let number = 0; number * 64 < plane.length; number++) {
    for (let at = 0; at < 64; at++) block[at] = (plane[number * 64 + at] ?? 0) * (byPlace[at] ?? 0);
    inverseDct(block, frame.precision);
    putBlock(frame, place, block, Math.floor(number / across) * 8, (number % across) * 8);
  }
}
