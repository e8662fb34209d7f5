import { greyLevels } from "../grey-levels.ts";
import type { DeepFilm, Radiograph } from "../types.ts";
import { rgbToGrey, ybrToGrey } from "./colour.ts";
import type { Header } from "./header.ts";
import { mapped, readMonochrome } from "./monochrome.ts";
import { readOrientation } from "./orientation.ts";
import { paletteGreys } from "./palette.ts";
import type { StoredPixels } from "./stored.ts";
import { hasVoiTable, readWindows } from "./voi.ts";

/**
 * The display path of PS3.4 N.2: modality LUT, VOI LUT or window, polarity; padding is black whatever the polarity.
 * Colour becomes ITU-R 601 grey. Grey = ⌊255·y + ½⌋.
 * @throws LightboxError `intake/broken-file` where a palette is missing
 */
export function display(stored: StoredPixels, header: Header): Radiograph {
  const size = { width: stored.columns, height: stored.rows };
  const coloured = colourGreys(stored, header);
  if (coloured !== undefined) return { ...size, pixels: coloured };
  const film = readMonochrome(stored, header);
  const { levelOf } = film.scale;
  const pixels = mapped(film, new Uint8Array(stored.values.length), (value) => film.greyOf(levelOf(value)));
  return { ...size, pixels };
}

/**
 * The same film at full depth: `greys[level]` is the grey of {@link display} for every pixel.
 * @throws LightboxError `intake/broken-file` where a palette is missing
 */
export function deepDisplay(stored: StoredPixels, header: Header): DeepFilm {
  const orientation = readOrientation(header);
  const coloured = colourGreys(stored, header);
  const size = { width: stored.columns, height: stored.rows };
  if (coloured !== undefined) return { ...size, ...greyLevels(coloured), orientation };
  const film = readMonochrome(stored, header);
  const { scale, modality, greyOf } = film;
  const length = stored.values.length;
  const levels = scale.size === 256 ? new Uint8Array(length) : new Uint16Array(length);
  const greys = new Uint8Array(scale.size);
  for (let level = 0; level < greys.length; level++) greys[level] = greyOf(level);
  return {
    ...size,
    levels: mapped(film, levels, scale.levelOf),
    slope: scale.slope,
    intercept: scale.intercept,
    unit: modality.unit,
    range: film.range,
    inverted: film.inverted,
    padding: scale.padding,
    windows: readWindows(header),
    table: hasVoiTable(header, modality.signed),
    greys,
    orientation,
  };
}

/** Greys of a film in colours; undefined for a grey one. */
function colourGreys(stored: StoredPixels, header: Header): Uint8Array<ArrayBuffer> | undefined {
  const { samples, photometric } = stored;
  if (samples === 3) return photometric.startsWith("YBR_FULL") ? ybrToGrey(stored) : rgbToGrey(stored);
  return photometric === "PALETTE COLOR" ? paletteGreys(stored, header) : undefined;
}
