import { describe, expect, it } from "vitest";
import { drawFilm, drawPhantom, findingKinds, planFilm } from "../../../src-main/phantom/index.ts";
import type { FilmPlan, FindingKind } from "../../../src-main/phantom/index.ts";

const size = 512;

/** The first film of the set with the finding and not too much beside it. */
function filmWith(kind: FindingKind, seed: number): FilmPlan {
  for (let index = 0; index < 2000; index++) {
    const plan = planFilm(seed, index);
    if (plan.findings.length <= 2 && plan.findings.some((finding) => finding.kind === kind)) return plan;
  }
  throw new Error(`no film with ${kind}`);
}

/** The ones of a mask and everything within `reach` pixels of them along rows and columns. */
function dilate(mask: Uint8Array, reach: number): Uint8Array {
  const wide = new Uint8Array(mask.length);
  for (let place = 0; place < mask.length; place++) {
    if (mask[place] !== 1) continue;
    for (let step = -reach; step <= reach; step++) {
      wide[place + step] = 1;
      wide[place + step * size] = 1;
    }
  }
  return wide;
}

describe("drawing", () => {
  it("gives the same film twice and different films for other seeds", () => {
    const first = drawPhantom(3, 4);
    const again = drawPhantom(3, 4);
    expect(Buffer.from(first.pixels.buffer).equals(Buffer.from(again.pixels.buffer))).toBe(true);
    expect(first.report).toEqual(again.report);
    const other = drawPhantom(4, 4);
    expect(Buffer.from(first.pixels.buffer).equals(Buffer.from(other.pixels.buffer))).toBe(false);
  });

  it("is a film: twelve bits, lungs darker than the abdomen, air outside darkest", () => {
    const { pixels } = drawPhantom(3, 0);
    expect(pixels.every((value) => value <= 4095)).toBe(true);
    const mean = (left: number, top: number): number => {
      let total = 0;
      for (let y = top; y < top + 40; y++) for (let x = left; x < left + 40; x++) total += pixels[y * size + x] ?? 0;
      return total / 1600;
    };
    expect(mean(130, 200)).toBeLessThan(0.75 * mean(236, 420));
  });

  it.each(findingKinds)("changes the film where the mask of %s lies, and hardly elsewhere", (kind) => {
    const plan = filmWith(kind, 17);
    const planted = drawFilm(plan);
    const without = drawFilm({ ...plan, findings: plan.findings.filter((finding) => finding.kind !== kind) });
    const mask = new Uint8Array(size * size);
    for (const finding of planted.findings) {
      if (finding.kind === kind)
        for (let place = 0; place < mask.length; place++) mask[place] = (mask[place] ?? 0) | (finding.mask[place] ?? 0);
    }
    const near = dilate(mask, 10);
    let [inside, all, masked, changed] = [0, 0, 0, 0];
    for (let place = 0; place < mask.length; place++) {
      const difference = (planted.pixels[place] ?? 0) - (without.pixels[place] ?? 0);
      all += difference ** 2;
      if (near[place] === 1) inside += difference ** 2;
      masked += mask[place] ?? 0;
      changed += mask[place] === 1 ? Math.abs(difference) : 0;
    }
    expect(masked).toBeGreaterThan(120);
    expect(inside / all).toBeGreaterThan(0.85);
    // Visible: on the mean pixel of its mask at least one hundredth of the range (a heart also covers what it always did).
    expect(changed / masked).toBeGreaterThan(40);
  });
});
