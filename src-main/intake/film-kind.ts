import { refusal } from "./refusal.ts";
import { sniff, sniffLength } from "./sniff.ts";
import type { FilmFormat } from "./types.ts";

const remedyByKind: Readonly<Record<string, string>> = {
  "a gzip archive": "Unpack the archive and import what is in it.",
  "a ZIP archive": "Unpack the archive and import what is in it.",
  "a tar archive": "Unpack the archive and import what is in it.",
  "a text file": "Leave it out. A data-set table is a comma-separated file (CSV), given with its films.",
};

/**
 * What kind of film these bytes are.
 * @throws LightboxError `intake/not-an-image` where they are none
 */
export function filmKind(bytes: Uint8Array): FilmFormat {
  const content = sniff(bytes.subarray(0, sniffLength));
  if (content.kind === "dicom") return "DICOM";
  if (content.kind === "png") return "PNG";
  if (content.kind === "jpeg") return "JPEG";
  const remedy = remedyByKind[content.words] ?? "Leave this file out; Lightbox imports DICOM, PNG and JPEG films.";
  throw refusal("intake/not-an-image", `this is ${content.words}, not a film.`, remedy);
}
