import { createRandom } from "../runtime/index.ts";
import { createField } from "./field.ts";
import { maskWhere } from "./canvas.ts";
import { addStroke, flat } from "./strokes.ts";
import { pointAt } from "./ribs.ts";
import type { Rib, RibBreak } from "./ribs.ts";
import type { FilmPlan, PlannedFinding } from "./types.ts";

/** The broken ribs of a plan: one to three neighbours on one side, each with a step, a gap or new bone. */
export function planBreaks(plan: FilmPlan, finding: PlannedFinding): readonly RibBreak[] {
  const random = createRandom(finding.shapeKey, plan.seed);
  const count = 1 + Math.floor(finding.severity * 2.99);
  const first = random.integer(3, (finding.side === "left" ? 5 : 6) - Math.floor(count / 2));
  const at = random.between(0.2, 0.3);
  const old = random.chance(0.4);
  const way = random.chance(0.5) ? 1 : -1;
  return Array.from({ length: count }, (_, place) => ({
    side: finding.side ?? "left",
    number: first + place,
    at: at + random.between(-0.02, 0.02),
    step: way * random.between(9, 13),
    gap: random.between(8, 11) * (old ? 0.5 : 1),
    // Fresh ends lie over each other, old ones carry new bone: both are denser than the rib.
    callus: old ? random.between(0.54, 0.68) : random.between(0.44, 0.56),
  }));
}

/** The pieces of rib near each break, before and after they moved. */
export function breakMask(ribs: readonly Rib[], breaks: readonly RibBreak[]): Uint8Array<ArrayBuffer> {
  const cover = createField();
  for (const broken of breaks) {
    const rib = ribs.find((candidate) => candidate.side === broken.side && candidate.number === broken.number);
    if (rib === undefined) continue;
    const points = Array.from({ length: 12 }, (_, step) => {
      const share = broken.at - 0.06 + 0.024 * step;
      const [x, y] = pointAt(rib.points, share);
      const beyond = Math.max(0, share - broken.at);
      const moved = share < broken.at ? 0 : broken.step * Math.exp(-((beyond / 0.2) ** 2));
      return [x, y + moved / 2] as const;
    });
    addStroke(cover, { points, radius: rib.radius + Math.abs(broken.step) / 2 + 4, amount: 1, profile: flat });
  }
  return maskWhere(cover, 0.5);
}
