// PS3.4 table B.5-1 and PS3.6 table A-1, as far as files without a picture are met beside films.
const exact = new Map([
  ["1.2.840.10008.1.3.10", "a DICOM directory (DICOMDIR)"],
  ["1.2.840.10008.5.1.4.1.1.66", "a raw data set"],
  ["1.2.840.10008.5.1.4.1.1.66.1", "a spatial registration"],
  ["1.2.840.10008.5.1.4.1.1.66.2", "spatial fiducials"],
  ["1.2.840.10008.5.1.4.1.1.66.3", "a deformable registration"],
  ["1.2.840.10008.5.1.4.1.1.66.5", "a surface segmentation"],
  ["1.2.840.10008.5.1.4.1.1.67", "a real-world value mapping"],
  ["1.2.840.10008.5.1.4.1.1.88.59", "a key object selection"],
  ["1.2.840.10008.5.1.4.1.1.88.67", "a radiation dose report"],
  ["1.2.840.10008.5.1.4.1.1.104.1", "an encapsulated PDF"],
  ["1.2.840.10008.5.1.4.1.1.104.2", "an encapsulated clinical document (CDA)"],
  ["1.2.840.10008.5.1.4.1.1.481.2", "a radiotherapy dose"],
  ["1.2.840.10008.5.1.4.1.1.481.3", "a radiotherapy structure set"],
  ["1.2.840.10008.5.1.4.1.1.481.4", "a radiotherapy beams treatment record"],
  ["1.2.840.10008.5.1.4.1.1.481.5", "a radiotherapy plan"],
  ["1.2.840.10008.5.1.4.1.1.481.8", "a radiotherapy ion plan"],
  ["1.2.840.10008.5.1.4.1.1.481.9", "a radiotherapy ion treatment record"],
]);

// The longest prefix that fits names the rest of its family.
const families: readonly (readonly [prefix: string, words: string])[] = [
  ["1.2.840.10008.5.1.4.1.1.9.", "a waveform (ECG, audio or the like)"],
  ["1.2.840.10008.5.1.4.1.1.11.", "a presentation state"],
  ["1.2.840.10008.5.1.4.1.1.88.", "a structured report"],
  ["1.2.840.10008.5.1.4.1.1.104.", "an encapsulated document"],
  ["1.2.840.10008.5.1.4.1.1.481.", "a radiotherapy object"],
  ["1.2.840.10008.5.1.4.34.", "a work-list or procedure object"],
  ["1.2.840.10008.5.1.4.38.", "a hanging protocol"],
];

/** What an object of a SOP class without a picture is, in words with the article; undefined for everything else. */
export function objectWithoutPicture(sopClass: string | undefined): string | undefined {
  if (sopClass === undefined) return undefined;
  return exact.get(sopClass) ?? families.find(([prefix]) => sopClass.startsWith(prefix))?.[1];
}
