import { serveWorker } from "../jobs/index.ts";
import { decodeFilm, readRadiograph } from "./decode-film.ts";
import type { DecodeReply, DecodeTask } from "./decode-task.ts";
import { encodeThumbnail } from "./encode-picture.ts";

async function decode(task: DecodeTask): Promise<DecodeReply> {
  if (task.kind === "radiograph") return readRadiograph(task.film);
  const { record, radiograph } = await decodeFilm(task.path);
  return { record, thumbnail: await encodeThumbnail(radiograph) };
}

serveWorker<DecodeTask, DecodeReply>(decode, (reply) => [
  "pixels" in reply ? reply.pixels.buffer : reply.thumbnail.buffer,
]);
