import { serveWorker } from "../jobs/index.ts";
import { decodeFilm, readDeepFilm } from "./decode-film.ts";
import type { DecodeReply, DecodeTask } from "./decode-task.ts";
import { encodeThumbnail } from "./encode-picture.ts";

async function decode(task: DecodeTask): Promise<DecodeReply> {
  if (task.kind === "deep") return readDeepFilm(task.film);
  const { record, radiograph, deed } = await decodeFilm(task.path, task.gate);
  return { record, deed, thumbnail: await encodeThumbnail(radiograph) };
}

serveWorker<DecodeTask, DecodeReply>(decode, (reply) =>
  "levels" in reply ? [reply.levels.buffer, reply.greys.buffer] : [reply.thumbnail.buffer],
);
