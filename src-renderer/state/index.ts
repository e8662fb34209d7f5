export { App, provideApp, useApp } from "./app.svelte.ts";
export type { ExplainedFilm, FilmPixels } from "./film-data.ts";
export { canResume, isActive, stagesOf } from "./stages.ts";
export type { Stage, StageName } from "./stages.ts";
