/** Endings of films; a table and its films need not have the same one, since films are often converted. */
const filmEnding = /\.(dcm|dicom|png|jpe?g)$/i;

/** Files without an ending that are no films. */
const noFilm = /^(licen[cs]e|readme|copying|notice|changelog|dicomdir|sha\d+sums|md5sums?)$/i;

/** Whether a path may be a film by its ending: DICOM often has none. */
export function mayBeFilm(path: string): boolean {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return filmEnding.test(name) || (!noFilm.test(name) && !/\.[a-z][a-z0-9]{0,7}$/i.test(name));
}

/** A path with forward slashes and without "./", "/" or the folder of an unpacked CheXpert in front. */
export function wholeKey(path: string): string {
  const slashed = path.includes("\\") ? path.replaceAll("\\", "/") : path;
  const bare = slashed.replace(/^(\.{0,2}\/)+/, "");
  const place = bare.lastIndexOf("CheXpert-v1.0");
  if (place < 0 || (place > 0 && bare[place - 1] !== "/")) return bare;
  const end = bare.indexOf("/", place);
  return end < 0 ? bare : bare.slice(end + 1);
}

/** A key without the ending of a film. */
export function withoutEnding(key: string): string {
  return key.replace(filmEnding, "");
}

/** The last few parts of a path. */
export function lastParts(path: string, parts: number): string {
  let at = path.length;
  for (let part = 0; part < parts && at >= 0; part++) at = path.lastIndexOf("/", at - 1);
  return at < 0 ? path : path.slice(at + 1);
}

export function partsOf(path: string): number {
  let parts = 1;
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) parts += 1;
  return parts;
}
