import type { DataReply } from "../../src-preload/contract/index.ts";
import type { FilmDisplay } from "../../src-preload/contract/intake.ts";
import { openFilms } from "../intake/index.ts";
import type { DeepFilm } from "../intake/index.ts";
import type { Store } from "../store/index.ts";
import { imageOf } from "./reading.ts";
import { keepRecent } from "./recent.ts";

/** Bytes of films held at full depth; a large one has 20 MB. */
const heldBytes = 96 * 2 ** 20;

/** Films on their way to the screen, read at full depth. Errors: `image/*`, and `intake/*` where the file cannot be read. */
export interface Displaying {
  display(image: string): Promise<FilmDisplay>;
  /** [rows, columns] levels, uint8 or uint16. */
  pixels(image: string): Promise<DataReply>;
  /** Grey of every level, uint8 [256] or [65536]. */
  greys(image: string): Promise<DataReply>;
  close(): Promise<void>;
}

/** Reads films in a thread of their own and keeps the last ones. */
export function openDisplaying(store: Store): Displaying {
  const films = openFilms(1);
  const read = async (image: string): Promise<DeepFilm> => films.read(imageOf(store, image));
  const film = keepRecent(heldBytes, read, String, (deep) => deep.levels.byteLength + deep.greys.byteLength);
  return {
    display: async (image) => describe(image, await film(image)),
    pixels: async (image) => {
      const { levels, height, width } = await film(image);
      return arrayReply(levels, [height, width]);
    },
    greys: async (image) => {
      const { greys } = await film(image);
      return arrayReply(greys, [greys.length]);
    },
    close: () => films.close(),
  };
}

function describe(image: string, film: DeepFilm): FilmDisplay {
  const { levels, greys, width, height, slope, intercept, unit, inverted, windows, table, orientation } = film;
  return {
    image,
    pixels: { path: `pixels/${image}`, dtype: dtypeOf(levels), shape: [height, width] },
    ...{ slope, intercept, unit, inverted, table, orientation },
    range: [film.range[0], film.range[1]],
    padding: film.padding === null ? null : [film.padding[0], film.padding[1]],
    windows: [...windows],
    greys: { path: `greys/${image}`, dtype: "uint8", shape: [greys.length] },
  };
}

function dtypeOf(array: Uint8Array | Uint16Array): "uint8" | "uint16" {
  return array instanceof Uint16Array ? "uint16" : "uint8";
}

function arrayReply(array: Uint8Array | Uint16Array, shape: readonly number[]): DataReply {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return { bytes, type: "application/octet-stream", dtype: dtypeOf(array), shape };
}
