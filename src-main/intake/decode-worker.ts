import { serveWorker } from "../jobs/index.ts";
import { countFrames, decodeFilm, readDeepFilm } from "./decode-film.ts";
import type { DecodeReply, DecodeTask } from "./decode-task.ts";
import { encodeThumbnail } from "./encode-picture.ts";
import { filmTime } from "./film-limit.ts";
import type { OnRead } from "./read-file.ts";

async function decode(task: DecodeTask, onRead: OnRead): Promise<DecodeReply> {
  if (task.kind === "deep") return readDeepFilm(task.film, onRead);
  if (task.kind === "frames") return countFrames(task.path, onRead);
  const { record, radiograph, deed } = await decodeFilm(task, onRead);
  return { record, deed, thumbnail: await encodeThumbnail(radiograph) };
}

function buffersOf(reply: DecodeReply): ArrayBuffer[] {
  if (typeof reply === "number") return [];
  return "levels" in reply ? [reply.levels.buffer, reply.greys.buffer] : [reply.thumbnail.buffer];
}

serveWorker<DecodeTask, DecodeReply>((task, allow) => decode(task, filmTime(allow)), buffersOf);
