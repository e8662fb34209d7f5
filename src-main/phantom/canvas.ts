import { createField, filmSize } from "./field.ts";
import type { Field } from "./field.ts";
import type { Anatomy } from "./anatomy.ts";
import type { Box, FilmPlan, Side } from "./types.ts";

/** Linear attenuation per centimetre near 70 keV effective energy (soft tissue as water; NIST tables, rounded). */
export const softTissue = 0.19;
/** Aerated lung: a quarter of the density of water. */
export const aeratedLung = 0.05;

/** What lies in the beam, before it becomes a film. */
export interface Canvas {
  readonly plan: FilmPlan;
  readonly anatomy: Anatomy;
  /** Thickness of the trunk, centimetres of soft tissue. */
  readonly body: Field;
  /** Aerated lung in the beam, centimetres that are taken from the trunk. */
  readonly air: Field;
  /** Anything beyond soft tissue and lung: bone, metal, gas (negative); nepers. */
  readonly extra: Field;
  /** Vessels, nepers; they show where there is air around them. */
  readonly vessels: Field;
  /** Share of each pixel covered by each lung. */
  readonly lungs: Readonly<Record<Side, Field>>;
  /** Share of each pixel covered by heart and mediastinum. */
  readonly heart: Field;
}

/** Adds `scale` × source to target. */
export function addField(target: Field, source: Field, scale: number): void {
  for (let place = 0; place < target.length; place++) {
    target[place] = (target[place] ?? 0) + scale * (source[place] ?? 0);
  }
}

/** Takes a share of the air away where `cover` lies: air × (1 − strength × cover). */
export function displaceAir(canvas: Canvas, cover: Field, strength: number): void {
  const { air } = canvas;
  for (let place = 0; place < air.length; place++) {
    const share = cover[place] ?? 0;
    if (share > 0) air[place] = (air[place] ?? 0) * (1 - strength * Math.min(1, share));
  }
}

/** Product of two covers. */
export function within(cover: Field, limit: Field): Field {
  const both = createField();
  for (let place = 0; place < both.length; place++) both[place] = (cover[place] ?? 0) * (limit[place] ?? 0);
  return both;
}

/** 1 where the cover reaches the threshold. */
export function maskWhere(cover: Field, threshold: number): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(cover.length);
  for (let place = 0; place < mask.length; place++) mask[place] = (cover[place] ?? 0) >= threshold ? 1 : 0;
  return mask;
}

/** The smallest box around the ones of a mask; a box of nothing has left > right. */
export function boxAround(mask: Uint8Array): Box {
  const box = { left: filmSize, top: filmSize, right: -1, bottom: -1 };
  for (let y = 0; y < filmSize; y++) {
    for (let x = 0; x < filmSize; x++) {
      if (mask[y * filmSize + x] !== 1) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box;
}
