export { decodeFilm, readDeepFilm, readRadiograph } from "./decode-film.ts";
export { encodePng } from "./encode-picture.ts";
export { filmLimit } from "./film-limit.ts";
export { importFilms } from "./import-films.ts";
export type { ImportCounts } from "./import-films.ts";
export type { ImportRequest } from "./plan-import.ts";
export { openFilms } from "./open-films.ts";
export type { Films } from "./open-films.ts";
export type { DecodedFilm, DeepFilm, FilmFormat, FilmRecord, KnownFilm, Radiograph } from "./types.ts";
