import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { Explanation, ImageDetail, NeuronEvidence } from "../../src-preload/contract/index.ts";
import type { Grid } from "../drawing/index.ts";
import type { Client } from "../platform/index.ts";
import { RecentAnswers } from "./cache.ts";

/** Grey values of a film, row by row from the top, 0 black to 255 white. */
export interface FilmPixels {
  readonly grey: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** Which neurons fire on a film, with the maps of all of them: [neurons, rows, columns]. */
export interface ExplainedFilm extends Explanation {
  readonly grid: Grid;
  readonly plain: Float32Array;
  readonly centred: Float32Array | null;
}

async function readFloats(client: Client, path: string): Promise<{ values: Float32Array; shape: readonly number[] }> {
  const array = await client.data(path);
  if (array.dtype === "float32") return { values: new Float32Array(array.bytes), shape: array.shape };
  throw new LightboxError("data/not-found", "The maps of this film could not be read.", "Open the film again.");
}

/** All that is asked for about single films and neurons; what was used last is kept. */
export class FilmData {
  readonly #client: Client;
  readonly #pixels = new RecentAnswers<FilmPixels>(12);
  readonly #details = new RecentAnswers<ImageDetail>(64);
  readonly #explanations = new RecentAnswers<ExplainedFilm>(16);
  readonly #evidence = new RecentAnswers<NeuronEvidence>(64);

  constructor(client: Client) {
    this.#client = client;
  }

  detail(image: string): Promise<ImageDetail> {
    return this.#details.get(image, () => this.#client.call("images.get", { image }));
  }

  pixels(image: string): Promise<FilmPixels> {
    return this.#pixels.get(image, async () => {
      const { bytes, shape } = await this.#client.data(`film/${image}`);
      const [height = 0, width = 0] = shape;
      return { grey: new Uint8Array(bytes), width, height };
    });
  }

  hasExplanation(image: string, sae: string): boolean {
    return this.#explanations.has(`${sae}/${image}`);
  }

  explanation(image: string, sae: string): Promise<ExplainedFilm> {
    return this.#explanations.get(`${sae}/${image}`, async () => {
      const answer = await this.#client.call("attribution.explain", { image, sae });
      const [plain, centred] = await Promise.all([
        readFloats(this.#client, answer.maps.path),
        answer.centredMaps === null ? null : readFloats(this.#client, answer.centredMaps.path),
      ]);
      const [, rows = 0, columns = 0] = plain.shape;
      return { ...answer, grid: { rows, columns }, plain: plain.values, centred: centred?.values ?? null };
    });
  }

  evidence(sae: string, neuron: number): Promise<NeuronEvidence> {
    return this.#evidence.get(`${sae}/${String(neuron)}`, () =>
      this.#client.call("evidence.neuron", { sae, neuron, limit: 12 }),
    );
  }

  /** Statistics are part of explanations and evidence: both are asked for again after scoring. */
  forgetStatistics(): void {
    this.#explanations.clear();
    this.#evidence.clear();
  }

  /** Labels may come with a later import. */
  forgetDetails(): void {
    this.#details.clear();
  }
}
