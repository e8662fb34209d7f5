import fc from "fast-check";
import { expect, test } from "vitest";
import { strings } from "../../../src-main/intake/dicom/header.ts";

/** Names that every plain object has. */
const inherited = fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype));

test("a character set named like a word that every object knows is none (property)", () => {
  fc.assert(
    fc.property(inherited, (word) => {
      const header = { bytes: Buffer.from(`${word}Ä`, "latin1"), littleEndian: true };
      const element = { tag: "x00080005", length: word.length, dataOffset: 0 };
      const name = { tag: "x00100010", length: word.length + 1, dataOffset: 0 };
      const elements = { x00080005: element, x00100010: name };
      expect(strings({ ...header, bytes: new Uint8Array(header.bytes), elements }, "x00100010")).toEqual([`${word}Ä`]);
    }),
    { numRuns: 40 },
  );
});
