import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MethodInput, MethodName, MethodOutput } from "../../src-preload/contract/index.ts";
import { scoreNeurons } from "../../src-main/evidence/index.ts";
import { callMethod, unwrap } from "../../src-main/hosts/door.ts";
import { createRandom } from "../../src-main/runtime/index.ts";
import { cosine, openSae } from "../../src-main/sae/index.ts";
import type { Sae } from "../../src-main/sae/index.ts";
import { createWorkspace, openStore } from "../../src-main/store/index.ts";
import { openWorkbench } from "../../src-main/workbench.ts";
import type { Workbench } from "../../src-main/workbench.ts";
import { readScored } from "../../src-main/workbench/scored.ts";
import { openShelf } from "../../src-main/workbench/shelf.ts";
import { smallSwin, writeSwinPack } from "../support/encoder-packs.ts";
import { succeed } from "../support/exact-maps.ts";
import { writeSmallSae } from "../support/small-sae.ts";
import { film, shaOf, temporaryFolder } from "../support/workspace.ts";

const sae = "small-sae";
const [images, neurons] = [240, 12];
const folder = temporaryFolder();
const workspace = join(folder.path, "Neurons.lightbox");
const random = createRandom("neurons", 7);

/** What is known of every film: activations of all neurons (0 where silent), patient, and whether it shows edema. */
const films = Array.from({ length: images }, (_, place) => ({
  number: place + 1,
  patient: place % 10 === 0 ? null : `patient${String(place % 40)}`,
  edema: random.chance(0.3),
  // Multiples of 1/16 come through float16 as they are. Neuron 0 fires with edema, 1 with 0, 11 never.
  activations: Array.from({ length: neurons }, (__, neuron) =>
    neuron === 11 || !random.chance(0.1 + neuron / 20) ? 0 : random.integer(1, 64) / 16,
  ),
}));
for (const { activations, edema } of films) {
  if (edema && random.chance(0.8)) activations[0] = 2;
  if (activations[0] !== 0 && random.chance(0.7)) activations[1] = 1;
}
const column = (neuron: number) => films.map(({ activations }) => activations[neuron] ?? 0);

let bench: Workbench;
let pack: Sae;

/** A call as the window makes it: the door checks both the question and the answer against the contract. */
async function ask<Name extends MethodName>(name: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>> {
  return unwrap(await callMethod(bench.api, name, input)) as MethodOutput<Name>;
}

function writeFilms(store: ReturnType<typeof openStore>, row: number, some: typeof films): void {
  const coded = some.map(({ number, patient, edema, activations }) => {
    const { id } = store.images.insert(film(number, { patient, labels: { Edema: edema ? 1 : 0 } }));
    const firing = activations.flatMap((value, neuron) => (value > 0 ? [{ neuron, value }] : []));
    const indices = Uint16Array.from(firing, ({ neuron }) => neuron);
    return { image: id, indices, values: Float32Array.from(firing, ({ value }) => value) };
  });
  store.codes.add(row, coded);
}

beforeAll(async () => {
  createWorkspace(workspace);
  bench = await openWorkbench(workspace);
  const encoder = await writeSwinPack(folder.path);
  const small = await writeSmallSae(folder.path, "small-swin", smallSwin.embedding, 3);
  await bench.api["models.add"]({ path: encoder.folder });
  await bench.api["models.add"]({ path: small.folder });
  pack = await openSae(small);
  const store = openStore(workspace);
  store.models.register({ packId: "small-swin", kind: "encoder", hash: encoder.hash });
  const row = store.models.register({ packId: sae, kind: "sae", hash: small.hash });
  writeFilms(store, row, films);
  store.close();
});

afterAll(async () => {
  await bench.close();
  folder[Symbol.dispose]();
});

/** Pearson correlation of two columns, from their definition. */
function pearson(x: readonly number[], y: readonly number[]): number | null {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, place) => {
    xy += (value - mx) * ((y[place] ?? NaN) - my);
    xx += (value - mx) ** 2;
    yy += ((y[place] ?? NaN) - my) ** 2;
  });
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}

describe("the evidence of neurons through the door", () => {
  it("is not there before scoring", async () => {
    for (const name of ["evidence.neurons", "evidence.findings"] as const)
      await expect(ask(name, { sae })).rejects.toMatchObject({ code: "evidence/not-scored" });
    for (const name of ["evidence.neuron", "evidence.films", "evidence.neighbours"] as const)
      await expect(ask(name, { sae, neuron: 0 })).rejects.toMatchObject({ code: "evidence/not-scored" });
    await succeed(bench, (await ask("evidence.score", { sae })).job);
  });

  it("equals the dense computation, with a histogram that adds up and intervals", async () => {
    const table = await ask("evidence.neurons", { sae, finding: "Edema" });
    expect(table).toMatchObject({ total: neurons, all: neurons, images, stale: false });
    const edema = films.map((each) => Number(each.edema));
    const positives = edema.reduce((a, b) => a + b, 0);
    for (const row of table.neurons) {
      const fired = column(row.neuron).filter((value) => value > 0);
      const sum = fired.reduce((a, b) => a + b, 0);
      expect(row).toMatchObject({ fires: fired.length, density: fired.length / images });
      expect(row.mean).toEqual(fired.length === 0 ? null : sum / fired.length);
      expect(row.max).toEqual(fired.length === 0 ? null : Math.max(...fired));
      expect(row.histogram).toHaveLength(24);
      expect(row.histogram?.reduce((a, b) => a + b, 0)).toBe(fired.length);
      expect(row.histogram?.at(-1)).toBe(fired.filter((value) => value > ((row.max ?? 0) * 23) / 24).length);
      const expected = pearson(column(row.neuron), edema);
      if (expected === null) {
        expect([row.withFinding, row.strongest]).toEqual([null, null]);
        continue;
      }
      expect(row.withFinding).toEqual(row.strongest);
      expect(row.withFinding?.correlation).toBeCloseTo(expected, 9);
      expect(row.withFinding).toMatchObject({ finding: "Edema", positives, negatives: images - positives });
      expect(row.withFinding?.correlationInterval === null).toBe(
        Math.min(positives, images - positives, fired.length) < 10,
      );
      const one = await ask("evidence.neuron", { sae, neuron: row.neuron, limit: 3 });
      const { withFinding, ...listed } = row;
      expect(one).toMatchObject({ ...listed, stale: false, associations: [withFinding] });
      expect(one.strongestImages.map(({ activation }) => activation)).toEqual(fired.sort((a, b) => b - a).slice(0, 3));
    }
    const [strongest] = await ask("evidence.findings", { sae });
    expect(strongest?.neuron).toBe(0);
    expect(strongest?.association).toEqual(table.neurons[0]?.withFinding);
    expect(strongest?.association.correlationInterval?.[0]).toBeGreaterThan(0);
  });

  it("comes in pages, sorted and filtered", async () => {
    const sorted = { sae, sort: "association", descending: true, finding: "Edema" } as const;
    const whole = await ask("evidence.neurons", sorted);
    expect(whole.neurons[0]?.neuron).toBe(0);
    expect(whole.neurons.at(-1)?.neuron).toBe(11);
    const pages = [0, 5, 10, 15].map((offset) => ask("evidence.neurons", { ...sorted, offset, limit: 5 }));
    const joined = (await Promise.all(pages)).flatMap((page) => page.neurons);
    expect(joined).toEqual(whole.neurons);
    const dead = await ask("evidence.neurons", { sae, firing: "dead" });
    expect(dead).toMatchObject({ total: 1, all: neurons, neurons: [{ neuron: 11, withFinding: null }] });
    expect(await ask("evidence.neurons", { sae, text: "#1" })).toMatchObject({ total: 3 });
    expect(await ask("evidence.neurons", { sae, limit: 0 })).toMatchObject({ total: neurons, neurons: [] });
  });

  it("shows films of every group, one per patient, the same for the same seed", async () => {
    const asked = { sae, neuron: 3, perGroup: 6, seed: 5 };
    const { groups, seed } = await ask("evidence.films", asked);
    expect(seed).toBe(5);
    expect(groups.map(({ kind }) => kind)).toEqual([
      ...["strongest", "band", "band", "band", "band", "random", "silent"],
    ]);
    const bySha = new Map(films.map((each) => [shaOf(each.number), each]));
    for (const { kind, from, to, films: count, examples } of groups) {
      const inside = column(3).filter((value) =>
        kind === "silent" ? value === 0 : value > (from ?? NaN) && value <= (to ?? NaN),
      );
      expect(count).toBe(inside.length);
      expect(examples).toHaveLength(6);
      for (const { image, name, patient, activation } of examples) {
        const known = bySha.get(image);
        expect({ patient, activation }).toEqual({ patient: known?.patient, activation: known?.activations[3] });
        expect(name).toBe(`film${String(known?.number)}.png`);
        expect(inside).toContain(activation);
      }
      const patients = examples.flatMap(({ patient }) => patient ?? []);
      expect(new Set(patients).size).toBe(patients.length);
    }
    expect((await ask("evidence.films", asked)).groups).toEqual(groups);
    expect((await ask("evidence.films", { ...asked, seed: 6 })).groups).not.toEqual(groups);
    const dead = await ask("evidence.films", { sae, neuron: 11 });
    expect(dead.groups.map(({ films: count, from, to }) => [count, from, to])).toEqual([
      ...Array.from({ length: 6 }, () => [0, null, null]),
      [images, null, null],
    ]);
    expect(dead.groups.at(-1)?.examples).toHaveLength(8);
  });

  it("finds neighbours by decoder and by firing", async () => {
    const found = await ask("evidence.neighbours", { sae, neuron: 0, limit: 100 });
    const { embedding, decoderWeight } = pack;
    const row = (neuron: number) => decoderWeight.subarray(neuron * embedding, (neuron + 1) * embedding);
    expect(found.decoder).toHaveLength(neurons - 1);
    found.decoder.forEach(({ neuron, cosine: value }, place) => {
      expect(value).toBeCloseTo(cosine(row(neuron), row(0)), 12);
      expect(value).toBeLessThanOrEqual(found.decoder[place - 1]?.cosine ?? 1);
    });
    const fires = (neuron: number) => column(neuron).map((value) => Number(value > 0));
    const fired = fires(0).reduce((a, b) => a + b, 0);
    expect([found.fires, found.lookedAt]).toEqual([fired, fired]);
    // Neuron 11 never fires.
    expect(found.coActivation).toHaveLength(neurons - 2);
    expect(found.coActivation[0]?.neuron).toBe(1);
    for (const { neuron, correlation, together } of found.coActivation) {
      expect(correlation).toBeCloseTo(pearson(fires(0), fires(neuron)) ?? NaN, 12);
      expect(together).toBe(
        films.filter(({ activations: [own = 0, ...rest] }) => own * (rest[neuron - 1] ?? 0) > 0).length,
      );
    }
    expect(await ask("evidence.neighbours", { sae, neuron: 11 })).toMatchObject({
      coActivation: [],
      fires: 0,
      lookedAt: 0,
    });
  });

  it("refuses a neuron that the SAE does not have", async () => {
    for (const name of ["evidence.neuron", "evidence.films", "evidence.neighbours"] as const)
      await expect(ask(name, { sae, neuron: 12 })).rejects.toMatchObject({ code: "data/not-found" });
  });

  it("is read once more where other statistics took the place of those that were being read", async () => {
    const store = openStore(workspace);
    const row = store.models.find(sae, "sae")?.id ?? 0;
    const seen: number[] = [];
    const last = await readScored({ store, shelf: openShelf(workspace) }, sae, async ({ generation }) => {
      seen.push(generation);
      const context = { signal: new AbortController().signal, progress: () => undefined };
      if (seen.length === 1) await scoreNeurons(store, { row, neurons }, context);
      return generation;
    });
    expect(seen).toHaveLength(2);
    expect(seen[1]).not.toBe(seen[0]);
    expect(last).toBe(store.evidence.scored(row)?.generation);
    store.close();
  });

  it("is read anew once another process has scored, and says before that it is stale", async () => {
    const before = await ask("evidence.neurons", { sae });
    const other = openStore(workspace);
    const row = other.models.find(sae, "sae")?.id ?? 0;
    writeFilms(other, row, [{ number: 999, patient: "new", edema: false, activations: new Array<number>(12).fill(8) }]);
    const stale = await ask("evidence.neurons", { sae });
    expect(stale).toEqual({ ...before, stale: true });
    await scoreNeurons(other, { row, neurons }, { signal: new AbortController().signal, progress: () => undefined });
    other.close();
    const after = await ask("evidence.neurons", { sae });
    expect(after).toMatchObject({ images: images + 1, stale: false });
    expect(after.neurons.map(({ fires }) => fires)).toEqual(before.neurons.map(({ fires }) => fires + 1));
    expect(after.neurons[11]?.max).toBe(8);
    const { groups } = await ask("evidence.films", { sae, neuron: 11 });
    expect(groups[0]?.examples).toMatchObject([{ image: shaOf(999), patient: "new", activation: 8 }]);
  });
});
