import { setImmediate as nextTurn } from "node:timers/promises";
import { projectImage } from "../attribution/index.ts";
import type { ProjectedImage } from "../attribution/index.ts";
import { backToBack, createBatchLimit, createPreparation } from "../encoder/index.ts";
import type { Encoder } from "../encoder/index.ts";
import type { KnownFilm } from "../intake/index.ts";
import type { Device } from "../runtime/index.ts";
import type { Code } from "../sae/index.ts";
import type { Bench } from "./bench.ts";
import { lastDevice } from "./reading.ts";
import { keepRecent } from "./recent.ts";
import { createTwoLevelQueue } from "./two-level-queue.ts";

/** Bytes of encoded films held: about 200 kB a film at MedCLIP's size. */
const heldBytes = 64 * 2 ** 20;

/** A film as its encoder sees it: every neuron of every SAE on that encoder comes from here. */
export interface EncodedFilm {
  readonly encoder: Encoder;
  readonly image: ProjectedImage;
  /** What fires on it, by the hash of the SAE; filled by whoever finds out. */
  readonly codes: Map<string, Code>;
}

export interface EncodedFilms {
  /** Encodes a film once and keeps it for a while; an urgent one goes before all that wait. */
  read(film: KnownFilm, encoderId: string, urgent: boolean): Promise<EncodedFilm>;
  close(): Promise<void>;
}

interface Question {
  readonly key: string;
  readonly film: KnownFilm;
  readonly encoderId: string;
  readonly device: Device;
  readonly urgent: boolean;
}

/** Encodes films in small batches, two of them at work: one is read and prepared while the other is encoded. */
export function openEncodedFilms(bench: Bench): EncodedFilms {
  const preparation = createPreparation(2);
  const size = createBatchLimit();
  const prepare = async (film: KnownFilm, { preprocessing }: Encoder): Promise<Float32Array> =>
    (await preparation.run({ film, preprocessing })).input;
  const encode = (tasks: readonly Question[]): Promise<PromiseSettledResult<EncodedFilm>[]> => {
    const [first] = tasks;
    if (first === undefined) return Promise.resolve([]);
    return bench.sessions.withEncoder(first.encoderId, first.device, async (encoder) => {
      const prepared = await Promise.allSettled(tasks.map(({ film }) => prepare(film, encoder)));
      return encodePrepared(encoder, prepared, size);
    });
  };
  const queue = createTwoLevelQueue(encode, {
    lanes: 2,
    most: size.limit,
    together: (one, other) => one.encoderId === other.encoderId && one.device === other.device,
  });
  const recent = keepRecent(
    heldBytes,
    (question: Question) => queue.ask(question, question.urgent),
    ({ key }) => key,
    ({ image }) => image.parts.byteLength + image.embedding.byteLength,
  );
  return {
    read: async (film, encoderId, urgent) => {
      const { hash } = await bench.shelf.find(encoderId, "encoder");
      // One film is explained as the rest were, where that device is still there.
      const device = (await lastDevice(bench, encoderId))?.device ?? "cpu";
      const key = [film.sha256, hash, device].join(" ");
      const encoded = recent({ key, film, encoderId, device, urgent });
      if (urgent) queue.hurry((waiting) => waiting.key === key);
      return encoded;
    },
    close: async () => {
      queue.close();
      await preparation.close();
    },
  };
}

/** One run for all films that could be read; the others keep their error. */
async function encodePrepared(
  encoder: Encoder,
  prepared: readonly PromiseSettledResult<Float32Array>[],
  size: ReturnType<typeof createBatchLimit>,
): Promise<PromiseSettledResult<EncodedFilm>[]> {
  const inputs = prepared.flatMap((film) => (film.status === "fulfilled" ? [film.value] : []));
  if (inputs.length === 0) return prepared.filter((film) => film.status === "rejected");
  const started = performance.now();
  const { tokens, embedding } = await encoder.encode(backToBack(inputs), inputs.length);
  size.ran(inputs.length, started);
  const [length, width] = [tokens.length / inputs.length, embedding.length / inputs.length];
  const results: PromiseSettledResult<EncodedFilm>[] = [];
  let place = 0;
  for (const film of prepared) {
    if (film.status === "rejected") results.push(failed(film.reason));
    else {
      const own = {
        tokens: tokens.subarray(place * length, (place + 1) * length),
        embedding: embedding.subarray(place * width, (place + 1) * width),
      };
      results.push(attempt(() => ({ encoder, image: projectImage(encoder, own), codes: new Map<string, Code>() })));
      place += 1;
      // One film's projection is the longest piece that others should have to wait for.
      if (place < inputs.length) await nextTurn();
    }
  }
  return results;
}

function attempt<Value>(make: () => Value): PromiseSettledResult<Value> {
  try {
    return { status: "fulfilled", value: make() };
  } catch (error) {
    return failed(error);
  }
}

function failed(reason: unknown): PromiseRejectedResult {
  return { status: "rejected", reason };
}
