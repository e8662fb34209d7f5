import { createRandom } from "../runtime/index.ts";
import { aeratedLung, softTissue } from "./canvas.ts";
import type { Canvas } from "./canvas.ts";
import { blurField, createField, enlargeField, filmSize, noiseField, shrinkField } from "./field.ts";
import type { Field } from "./field.ts";
import type { FilmPlan } from "./types.ts";

/** How one film was exposed and developed. */
export interface Exposure {
  /** Optical depth shown as mid grey, and the spread of depths around it. */
  readonly middle: number;
  readonly latitude: number;
  /** Scattered over primary radiation where the patient is average. */
  readonly scatter: number;
  /** Relative quantum noise in the open beam. */
  readonly noise: number;
  /** Edge enhancement of the reader's image processing. */
  readonly sharpening: number;
  /** Slow brightness trends across the plate (heel effect). */
  readonly heel: readonly [across: number, down: number];
}

export function planExposure(plan: FilmPlan): Exposure {
  const random = createRandom("exposure", plan.seed, plan.patient.number, plan.study);
  const portable = plan.view === "AP";
  return {
    middle: random.between(-0.22, 0.2),
    latitude: random.between(0.52, 0.78) * (portable ? random.between(1, 1.25) : 1),
    scatter: random.between(0.25, 0.4) * (portable ? 1.5 : 1),
    noise: random.between(0.008, 0.014) * (portable ? 1.3 : 1),
    sharpening: random.between(0.1, 0.42),
    heel: [random.between(-0.06, 0.06), random.between(-0.08, 0.08)],
  };
}

/** Optical depth of everything in the beam: Beer–Lambert, tissue by tissue. */
export function opticalDepth(canvas: Canvas): Field {
  const depth = createField();
  const { body, air, extra, vessels } = canvas;
  const trunk = softTissue;
  for (let place = 0; place < depth.length; place++) {
    const gas = air[place] ?? 0;
    const tissue = Math.max(0.5 * gas, (body[place] ?? 0) - gas);
    const around = Math.min(1, gas * 0.16);
    const inside = (body[place] ?? 0) > 0 ? trunk * tissue + aeratedLung * gas + (vessels[place] ?? 0) * around : 0;
    depth[place] = Math.max(0, inside + (extra[place] ?? 0));
  }
  return depth;
}

/**
 * Intensity behind the patient: primary beam, scatter (two wide blurs of the primary beam and of what was taken from it),
 * quantum noise whose deviation falls with the root of the intensity; back to optical depth.
 */
export function exposeFilm(plan: FilmPlan, depth: Field, exposure: Exposure): Field {
  const beam = createField();
  for (let place = 0; place < beam.length; place++) beam[place] = Math.exp(-(depth[place] ?? 0));
  const wide = shrinkField(beam, 8);
  for (let place = 0; place < wide.length; place++) wide[place] = Math.min(0.2, wide[place] ?? 0);
  blurField(wide, 6, 2);
  const scattered = enlargeField(wide);
  const noise = quantumNoise(plan);
  for (let place = 0; place < beam.length; place++) {
    const reaching = (beam[place] ?? 0) + exposure.scatter * (scattered[place] ?? 0) + 0.0015;
    const grain = (exposure.noise * (noise[place] ?? 0)) / Math.sqrt(reaching * 6);
    beam[place] = -Math.log(reaching) + grain;
  }
  return beam;
}

/** Noise of the detector, a little correlated between neighbours as its light spreads. */
function quantumNoise(plan: FilmPlan): Field {
  const random = createRandom("grain", plan.seed, plan.patient.number, plan.study);
  let state = Math.floor(random.next() * 4294967296) | 1;
  const noise = createField();
  for (let place = 0; place < noise.length; place++) {
    // xorshift32 (Marsaglia 2003); the sum of its two halves is triangular, near enough to normal for grain.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    noise[place] = ((state & 0xffff) + (state >>> 16)) / 32768 - 2;
  }
  for (let place = 0; place < noise.length - filmSize - 1; place++) {
    noise[place] =
      0.62 * (noise[place] ?? 0) +
      0.4 * ((noise[place + 1] ?? 0) + (noise[place + filmSize] ?? 0)) +
      0.25 * (noise[place + filmSize + 1] ?? 0);
  }
  return noise;
}

/**
 * Stored values 1…4094 from optical depth: edge enhancement against a wide blur, then the S-curve of a film
 * (logistic in optical depth, Hurter & Driffield's characteristic curve).
 */
export function developFilm(
  plan: FilmPlan,
  depth: Field,
  exposure: Exposure,
  depthOfTrunk: number,
): Float32Array<ArrayBuffer> {
  const small = shrinkField(depth, 4);
  blurField(small, 4, 2);
  const smooth = enlargeField(small);
  const random = createRandom("plate", plan.seed, plan.patient.number, plan.study);
  const unevenness = noiseField(random, 32, 4);
  const film = new Float32Array(depth.length);
  const middle = 0.78 + 0.085 * depthOfTrunk + exposure.middle;
  for (let y = 0; y < filmSize; y++) {
    for (let x = 0; x < filmSize; x++) {
      const place = y * filmSize + x;
      const own = depth[place] ?? 0;
      const detail = Math.max(-0.5, Math.min(0.5, own - (smooth[place] ?? 0)));
      const heel = exposure.heel[0] * (x / filmSize - 0.5) + exposure.heel[1] * (y / filmSize - 0.5);
      const seen = own + exposure.sharpening * detail + heel + 0.012 * (unevenness[place] ?? 0);
      film[place] = 4095 / (1 + Math.exp((middle - seen) / exposure.latitude));
    }
  }
  return film;
}
