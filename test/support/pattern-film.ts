import { imageElements, wordPixels, writeDicom } from "./dicom-file.ts";
import type { TestElement } from "./dicom-file.ts";

/** Side of the pattern, pixels: it fits on a screen at one to one. */
export const patternSide = 512;
const half = patternSide / 2;

/**
 * A test pattern for 16-bit words after TG18-QC (AAPM On-line Report 03, 2005): every level there is, ramps across and down,
 * checkerboards of one to eight pixels with contrasts of one level and more, and patches of luminance with fainter ones inside.
 * @param levels 4096 or 65536
 */
export function testPattern(levels: 4096 | 65536): Uint16Array {
  const top = levels - 1;
  const quarters: readonly ((x: number, y: number) => number)[] = [
    // 256 × 256 pixels: each of 65536 levels once, each of 4096 sixteen times.
    (x, y) => (y * half + x) % levels,
    (x, y) => Math.round(((y < half / 2 ? x : y * 2 - half) / (half - 1)) * top),
    (x, y) => {
      const size = 1 << Math.floor(y / 64);
      const contrast = [1, levels / 256, levels / 16, top][Math.floor(x / 64)] ?? top;
      const dark = (Math.floor(x / size) + Math.floor(y / size)) % 2 === 0;
      return Math.round((top - contrast) / 2) + (dark ? 0 : Math.round(contrast));
    },
    (x, y) => {
      const patch = Math.floor(y / 64) * 4 + Math.floor(x / 64);
      const inner = x % 64 >= 24 && x % 64 < 40 && y % 64 >= 24 && y % 64 < 40;
      return Math.round((patch / 15) * 0.95 * top) + (inner ? Math.round(0.05 * top) : 0);
    },
  ];
  return Uint16Array.from({ length: patternSide ** 2 }, (_, at) => {
    const [x, y] = [at % patternSide, Math.floor(at / patternSide)];
    return quarters[(y < half ? 0 : 2) + (x < half ? 0 : 1)]?.(x % half, y % half) ?? 0;
  });
}

export interface PatternFile {
  readonly levels: 4096 | 65536;
  readonly photometric: "MONOCHROME1" | "MONOCHROME2";
  readonly extra?: readonly TestElement[];
}

/** The pattern as a DICOM file. */
export function patternFile({ levels, photometric, extra = [] }: PatternFile): Uint8Array<ArrayBuffer> {
  const stored = levels === 4096 ? 12 : 16;
  const image = { rows: patternSide, columns: patternSide, allocated: 16, stored, photometric };
  return writeDicom({ elements: [...imageElements(image, extra), wordPixels([...testPattern(levels)])] });
}
