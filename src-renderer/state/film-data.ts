import { LightboxError } from "../../src-preload/contract/errors.ts";
import type {
  Explanation,
  FilmDisplay,
  ImageDetail,
  ImageRow,
  MethodOutput,
  NeuronEvidence,
  NeuronOnFilm,
} from "../../src-preload/contract/index.ts";
import type { Grid } from "../drawing/index.ts";
import { words } from "../messages/index.ts";
import type { Client } from "../platform/index.ts";
import { RecentAnswers } from "./cache.ts";

/** A film at full depth with how it wants to be seen. */
export interface ShownFilm {
  readonly display: FilmDisplay;
  readonly width: number;
  readonly height: number;
  /** Levels, row by row from the top. */
  readonly levels: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  /** Grey of each level as the file wants it: [256] or [65536]. */
  readonly greys: Uint8Array<ArrayBuffer>;
}

/** Which neurons fire on a film, with the maps of all of them: [neurons, rows, columns]. */
export interface ExplainedFilm extends Explanation {
  readonly grid: Grid;
  readonly plain: Float32Array;
  readonly centred: Float32Array | null;
}

/** One neuron on one film, firing or not, with its map [rows, columns]. */
export interface MappedNeuron extends NeuronOnFilm {
  readonly grid: Grid;
  readonly plain: Float32Array;
  readonly centred: Float32Array | null;
}

/** Films held, by the bytes of their levels. */
const heldBytes = 64 * 2 ** 20;

async function readFloats(client: Client, path: string): Promise<{ values: Float32Array; shape: readonly number[] }> {
  const array = await client.data(path);
  if (array.dtype === "float32") return { values: new Float32Array(array.bytes), shape: array.shape };
  const { message, remedy } = words.shell.mapsMissing;
  throw new LightboxError("data/not-found", message, remedy);
}

/** All that is asked for about single films and neurons; what was used last is kept. */
export class FilmData {
  readonly #client: Client;
  readonly #films = new RecentAnswers<ShownFilm>(12, { of: (film) => film.levels.byteLength, limit: heldBytes });
  readonly #details = new RecentAnswers<ImageDetail>(64);
  readonly #patients = new RecentAnswers<readonly ImageRow[]>(32);
  readonly #explanations = new RecentAnswers<ExplainedFilm>(16);
  readonly #neurons = new RecentAnswers<MappedNeuron>(400);
  readonly #evidence = new RecentAnswers<NeuronEvidence>(64);
  readonly #groups = new RecentAnswers<MethodOutput<"evidence.films">>(32);
  readonly #neighbours = new RecentAnswers<MethodOutput<"evidence.neighbours">>(64);

  constructor(client: Client) {
    this.#client = client;
  }

  detail(image: string): Promise<ImageDetail> {
    return this.#details.get(image, () => this.#client.call("images.get", { image }));
  }

  /** All films of this film's patient, study by study. */
  ofPatient(image: string): Promise<readonly ImageRow[]> {
    return this.#patients.get(image, async () => (await this.#client.call("images.ofPatient", { image })).images);
  }

  film(image: string): Promise<ShownFilm> {
    return this.#films.get(image, async () => {
      // Asked for together: the other side reads the film once for all three.
      const [display, pixels, greys] = await Promise.all([
        this.#client.call("images.display", { image }),
        this.#client.data(`pixels/${image}`),
        this.#client.data(`greys/${image}`),
      ]);
      const [height = 0, width = 0] = pixels.shape;
      const levels = pixels.dtype === "uint16" ? new Uint16Array(pixels.bytes) : new Uint8Array(pixels.bytes);
      return { display, width, height, levels, greys: new Uint8Array(greys.bytes) };
    });
  }

  hasExplanation(image: string, sae: string): boolean {
    return this.#explanations.has(`${sae}/${image}`);
  }

  explanation(image: string, sae: string): Promise<ExplainedFilm> {
    return this.#explanations.get(`${sae}/${image}`, async () => {
      const answer = await this.#client.call("attribution.explain", { image, sae });
      return { ...answer, ...(await this.#maps(answer.maps.path, answer.centredMaps?.path, 1)) };
    });
  }

  /** One neuron on one film; the film need not be explained as a whole. */
  neuronOnFilm(image: string, sae: string, neuron: number): Promise<MappedNeuron> {
    return this.#neurons.get(`${sae}/${String(neuron)}/${image}`, async () => {
      const answer = await this.#client.call("attribution.neuron", { image, sae, neuron });
      return { ...answer, ...(await this.#maps(answer.map.path, answer.centredMap?.path, 0)) };
    });
  }

  /** @param first which entry of the shape is the number of rows */
  async #maps(
    plain: string,
    centred: string | undefined,
    first: number,
  ): Promise<{ grid: Grid; plain: Float32Array; centred: Float32Array | null }> {
    const [all, less] = await Promise.all([
      readFloats(this.#client, plain),
      centred === undefined ? null : readFloats(this.#client, centred),
    ]);
    const [rows = 0, columns = 0] = all.shape.slice(first);
    return { grid: { rows, columns }, plain: all.values, centred: less?.values ?? null };
  }

  evidence(sae: string, neuron: number): Promise<NeuronEvidence> {
    return this.#evidence.get(`${sae}/${String(neuron)}`, () =>
      this.#client.call("evidence.neuron", { sae, neuron, limit: 12 }),
    );
  }

  groups(sae: string, neuron: number, seed: number, perGroup: number): Promise<MethodOutput<"evidence.films">> {
    return this.#groups.get([sae, neuron, seed, perGroup].join("/"), () =>
      this.#client.call("evidence.films", { sae, neuron, seed, perGroup }),
    );
  }

  neighbours(sae: string, neuron: number): Promise<MethodOutput<"evidence.neighbours">> {
    return this.#neighbours.get(`${sae}/${String(neuron)}`, () =>
      this.#client.call("evidence.neighbours", { sae, neuron }),
    );
  }

  /** Statistics are part of explanations and evidence: all are asked for again after scoring. */
  forgetStatistics(): void {
    for (const kept of [this.#explanations, this.#neurons, this.#evidence, this.#groups, this.#neighbours])
      kept.clear();
  }

  /** Labels and further films of a patient may come with a later import. */
  forgetDetails(): void {
    this.#details.clear();
    this.#patients.clear();
  }
}
