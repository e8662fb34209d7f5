import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorkspace, openStore } from "../../src-main/store/index.ts";
import type { NewImage, Store } from "../../src-main/store/index.ts";

/** A folder of its own that goes away with `using`. */
export function temporaryFolder(): { readonly path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), "lightbox-test-"));
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** A new, open workspace that is closed and removed with `using`. */
export function temporaryStore(): { readonly store: Store; [Symbol.dispose](): void } {
  const folder = temporaryFolder();
  const place = join(folder.path, "test.lightbox");
  createWorkspace(place);
  const store = openStore(place);
  return {
    store,
    [Symbol.dispose]: () => {
      store.close();
      folder[Symbol.dispose]();
    },
  };
}

/** 64 hexadecimal digits of a number. */
export function shaOf(number: number): string {
  return number.toString(16).padStart(64, "0");
}

/** A film with everything that intake must give, and nothing it may leave out. */
export function film(number: number, change: Partial<NewImage> = {}): NewImage {
  const name = `film${String(number)}.png`;
  return {
    sha256: shaOf(number),
    fileSha256: shaOf(number),
    ...{ frame: 1, frames: 1 },
    path: `/films/${name}`,
    name,
    format: "PNG",
    width: 320,
    height: 390,
    bitsStored: 8,
    photometric: "MONOCHROME2",
    pixelSpacing: null,
    patient: null,
    study: null,
    view: null,
    projection: null,
    sex: null,
    age: null,
    studyDate: null,
    identity: null,
    burnedIn: null,
    fileSize: 1000 + number,
    fileModified: 1.5e12 + 0.25,
    thumbnail: Uint8Array.of(255, 216, number % 256),
    ...change,
  };
}
