/** Edits of PNG files at their chunks, check sums mended, so that they are not refused for those. */
import { constants, crc32, deflateSync, inflateSync } from "node:zlib";
import type { Random } from "../../src-main/runtime/index.ts";
import { byteMutations, numberOfInterest, oneOf, placeIn, withNumber } from "./bytes.ts";
import type { Mutation } from "./bytes.ts";

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

const signatureBytes = 8;

function chunksOf(bytes: Uint8Array): Chunk[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks: Chunk[] = [];
  for (let at = signatureBytes; at + 12 <= buffer.length && chunks.length < 200;) {
    const length = buffer.readUInt32BE(at);
    chunks.push({ type: buffer.toString("latin1", at + 4, at + 8), data: bytes.slice(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function joined(bytes: Uint8Array, chunks: readonly Chunk[]): Uint8Array {
  const parts = chunks.flatMap(({ type, data }) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return [length, body, sum];
  });
  return Buffer.concat([bytes.subarray(0, signatureBytes), ...parts]);
}

const sides = [1, 2, 16, 33, 100, 100, 500, 1000, 1000, 4000, 10_000, 14_142, 20_000, 65_535] as const;

/** Width, height, depth, colour type, compression, filter, interlace. */
function editHeader(data: Uint8Array, random: Random): Uint8Array {
  const at = random.pick([0, 4, 8, 9, 10, 11, 12]);
  if (random.chance(0.2)) {
    const [width, height] = [random.pick(sides), random.pick(sides)];
    return withNumber(withNumber(data, 0, 4, width, false), 4, 4, height, false);
  }
  if (at < 8) return withNumber(data, at, 4, numberOfInterest(random, data[at + 3]), false);
  return withNumber(data, at, 1, random.pick([0, 1, 2, 3, 4, 6, 8, 16, 32, 255]), false);
}

/** The pixels are unpacked, changed and packed anew: rows of a false filter, too few or too many of them. */
function editPixels(data: Uint8Array, random: Random): Uint8Array {
  try {
    const rows = inflateSync(data, { maxOutputLength: 1 << 24, finishFlush: constants.Z_SYNC_FLUSH });
    return deflateSync(oneOf(byteMutations, random)(rows, random));
  } catch {
    return data;
  }
}

const types = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "iCCP", "iTXt", "zTXt", "eXIf", "acTL", "fdAT", "ABCD"];

function editChunks(chunks: Chunk[], random: Random): Chunk[] {
  const place = placeIn(chunks.length, random);
  const chunk = chunks[place];
  if (chunk === undefined) return chunks;
  const { type, data } = chunk;
  const kind = random.integer(0, 5);
  if (kind === 0) return chunks.toSpliced(place, 1);
  if (kind === 1) return chunks.toSpliced(placeIn(chunks.length, random), 0, chunk);
  if (kind === 2) return chunks.with(place, { type: oneOf(types, random), data });
  if (kind === 3) return chunks.toSpliced(place, 0, { type: oneOf(types, random), data: data.slice(0, 40) });
  return chunks.with(place, { type, data: oneOf(byteMutations, random)(data, random) });
}

function editPng(bytes: Uint8Array, random: Random): Uint8Array {
  const chunks = chunksOf(bytes);
  const wanted = random.chance(0.4) ? "IHDR" : random.chance(0.5) ? "IDAT" : "";
  const place = chunks.findIndex(({ type }) => type === wanted);
  const chunk = chunks[place];
  if (chunk === undefined) return joined(bytes, editChunks(chunks, random));
  const data = (wanted === "IHDR" ? editHeader : editPixels)(chunk.data, random);
  return joined(bytes, chunks.with(place, { type: wanted, data }));
}

export const pngMutations: readonly Mutation[] = [editPng];
