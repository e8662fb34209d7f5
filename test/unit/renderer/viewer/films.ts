import type { FilmDisplay, ImageDetail } from "../../../../src-preload/contract/index.ts";
import type { ShownFilm } from "../../../../src-renderer/state/index.ts";

/** A film's record as a test wants it: a 12-bit DICOM film unless it says otherwise. */
export function detailOf(part: Partial<ImageDetail> = {}): ImageDetail {
  return {
    image: "a".repeat(64),
    name: "chest.dcm",
    patient: "2980",
    study: "1",
    view: "Frontal",
    projection: "PA",
    sex: "F",
    age: 49,
    width: 320,
    height: 390,
    dataSet: null,
    findings: {},
    path: "/films/chest.dcm",
    format: "DICOM",
    bitsStored: 12,
    photometric: "MONOCHROME2",
    pixelSpacing: [0.2, 0.1],
    frame: 1,
    frames: 1,
    report: null,
    ...{ studyDate: null, identity: null, burnedIn: null },
    split: null,
    labelSource: null,
    missing: false,
    ...part,
  };
}

const ramp = (size: number) => Uint8Array.from({ length: size }, (_, level) => (level * 7) % 256);
const ramps = { shallow: ramp(256), deep: ramp(65536) };

/** A film with these levels in one row. The file's own greys are a ramp that no window makes. */
export function filmOf(levels: readonly number[], part: Partial<FilmDisplay> = {}, deep = true): ShownFilm {
  const pixels = deep ? Uint16Array.from(levels) : Uint8Array.from(levels);
  const address = { path: "p", dtype: "uint8" as const, shape: [] };
  const display: FilmDisplay = {
    image: "a".repeat(64),
    pixels: address,
    slope: 1,
    intercept: 0,
    unit: null,
    range: [Math.min(...levels), Math.max(...levels)],
    inverted: false,
    padding: null,
    windows: [],
    table: false,
    greys: address,
    orientation: null,
    ...part,
  };
  return { display, width: levels.length, height: 1, levels: pixels, greys: deep ? ramps.deep : ramps.shallow };
}
