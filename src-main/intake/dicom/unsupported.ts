import { refusal } from "../refusal.ts";

/** The refusal of a compression that Lightbox cannot undo, named in words. */
export function unsupportedSyntax(name: string): Error {
  return refusal(
    "intake/unsupported-transfer-syntax",
    `the pixels are stored as ${name}, which Lightbox cannot decode yet.`,
    "Export the film again uncompressed (explicit little endian), or convert it with a DICOM tool, for example: gdcmconv --raw IN OUT",
  );
}
