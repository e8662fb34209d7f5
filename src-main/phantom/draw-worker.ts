import { serveWorker } from "../jobs/index.ts";
import { writeFilm } from "./film-record.ts";
import type { DrawTask, FilmRecord } from "./film-record.ts";

serveWorker<DrawTask, FilmRecord>(writeFilm);
