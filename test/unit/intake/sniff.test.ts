import { expect, test } from "vitest";
import { sniff } from "../../../src-main/intake/sniff.ts";
import { imageElements, wordPixels, writeDicom } from "../../support/dicom-file.ts";

const image = [...imageElements({ rows: 1, columns: 1, allocated: 16 }), wordPixels([1])];
const words = (bytes: Uint8Array): string => {
  const found = sniff(bytes);
  return found.kind === "other" ? found.words : found.kind;
};

test("a DICOM file is known with and without preamble, file header and explicit representations", () => {
  expect(words(writeDicom({ elements: image }))).toBe("dicom");
  expect(words(writeDicom({ elements: image, preamble: false }))).toBe("dicom");
  expect(words(writeDicom({ elements: image, preamble: false, meta: false }))).toBe("dicom");
  for (const syntax of ["1.2.840.10008.1.2", "1.2.840.10008.1.2.2"]) {
    expect(words(writeDicom({ elements: image, preamble: false, meta: false, syntax }))).toBe("dicom");
  }
});

test("other files are named in words", () => {
  const latin = (text: string): Uint8Array => Buffer.from(text, "latin1");
  expect(words(latin("\x89PNG\r\n\x1a\n...."))).toBe("png");
  expect(words(latin("\xff\xd8\xff\xe0...."))).toBe("jpeg");
  expect(words(latin("\x1c\0\0\0TFL3"))).toBe("a TFLite model");
  expect(words(latin("GGUF\x03"))).toBe("a GGUF language model");
  expect(words(latin("\x1f\x8b\x08"))).toBe("a gzip archive");
  expect(words(latin("\x08\x07\x12\x07pytorch"))).toBe("an ONNX model");
  expect(words(Buffer.from("Pfad,Geschlecht\nhier,männlich\n"))).toBe("a text file");
  expect(words(new Uint8Array(0))).toBe("an empty file");
  expect(words(Uint8Array.of(1, 2, 3, 4))).toBe("a file of a kind Lightbox does not know");
});

test("a text cut within a character is still a text", () => {
  expect(words(Buffer.from("männlich").subarray(0, 2))).toBe("a text file");
});

test("a TIFF header in the preamble does not hide a DICOM file", () => {
  const bytes = writeDicom({ elements: image });
  bytes.set(Buffer.from("II*\0"));
  expect(words(bytes)).toBe("dicom");
});
