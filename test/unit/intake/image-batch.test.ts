import { expect, test } from "vitest";
import { mostRows, openImageBatch } from "../../../src-main/intake/image-batch.ts";
import type { NewImage, Store } from "../../../src-main/store/index.ts";

const image = (sha256: string): NewImage => ({
  sha256,
  ...{ fileSha256: sha256, frame: 1, frames: 1 },
  path: `/${sha256}`,
  name: sha256,
  format: "PNG",
  width: 1,
  height: 1,
  bitsStored: 8,
  photometric: "MONOCHROME2",
  ...{
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
  },
  fileSize: 1,
  fileModified: 1,
  thumbnail: new Uint8Array(0),
});

/** A store that only notes how many rows each transaction took. */
function counting(): { store: Pick<Store, "images" | "transaction">; transactions: number[] } {
  const transactions: number[] = [];
  const known = new Set<string>();
  const insert = ({ sha256 }: NewImage): { id: number; added: boolean } => {
    transactions[transactions.length - 1] = (transactions.at(-1) ?? 0) + 1;
    const added = !known.has(sha256);
    known.add(sha256);
    return { id: known.size, added };
  };
  const transaction = <Result>(work: () => Result): Result => {
    transactions.push(0);
    return work();
  };
  return { store: { images: { insert } as unknown as Store["images"], transaction }, transactions };
}

test("no transaction takes more rows than fit into its time, and nothing is lost", () => {
  const { store, transactions } = counting();
  const batch = openImageBatch(store);
  const count = 3 * mostRows + 5;
  for (let index = 0; index < count; index++) batch.add(image(`image${String(index % (count - 2))}`));
  batch.countKnown();
  batch.flush();
  expect(Math.max(...transactions)).toBeLessThanOrEqual(mostRows);
  expect(transactions.length).toBeGreaterThanOrEqual(4);
  expect(batch.counts()).toEqual({ added: count - 2, known: 3 });
});
