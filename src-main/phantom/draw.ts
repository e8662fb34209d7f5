import { createRandom } from "../runtime/index.ts";
import { measureAnatomy } from "./anatomy.ts";
import type { Anatomy } from "./anatomy.ts";
import { boxAround, displaceAir, maskWhere } from "./canvas.ts";
import type { Canvas } from "./canvas.ts";
import { addCentralLine, addChestTube, addEndotrachealTube, addPacemaker } from "./devices.ts";
import { createField, recycleFields } from "./field.ts";
import type { Field } from "./field.ts";
import { developFilm, exposeFilm, opticalDepth, planExposure } from "./film.ts";
import { breakMask, planBreaks } from "./findings-bone.ts";
import { addAtelectasis, addConsolidation, addEdema, addNodule } from "./findings-lung.ts";
import { addEffusion, addPneumothorax } from "./findings-pleura.ts";
import { heartCover, heartOutline } from "./heart.ts";
import { drawAir, drawAirways, drawGas, lungCover } from "./lungs.ts";
import { addSideMarker, finishPixels, openBeam, portableStamp } from "./marks.ts";
import { drawCartilage, drawRibs, measureRibs } from "./ribs.ts";
import type { Rib } from "./ribs.ts";
import { drawShoulderGirdle } from "./shoulder.ts";
import { drawSpine } from "./spine.ts";
import { drawTrunk } from "./trunk.ts";
import type { DrawnFinding, FilmPlan, PlannedFinding } from "./types.ts";
import { drawVessels } from "./vessels.ts";

type Mask = Uint8Array<ArrayBuffer>;

export interface DrawnFilm {
  readonly pixels: Uint16Array<ArrayBuffer>;
  readonly findings: readonly DrawnFinding[];
}

/** Draws a plan: the chest, then the findings in a fixed order, then the film. Deterministic to the value. */
export function drawFilm(plan: FilmPlan): DrawnFilm {
  recycleFields();
  const anatomy = measureAnatomy(plan);
  const ribs = measureRibs(plan, anatomy);
  const canvas = drawChest(plan, anatomy, ribs);
  const findings = plan.findings.map((finding): DrawnFinding => {
    const mask = addFinding(canvas, ribs, finding);
    return { ...finding, mask, box: boxAround(mask) };
  });
  addSideMarker(plan, canvas.extra);
  const exposure = planExposure(plan);
  const exposed = exposeFilm(plan, opticalDepth(canvas), exposure);
  const film = developFilm(plan, exposed, exposure, anatomy.depth);
  return { pixels: finishPixels(film, portableStamp(plan), openBeam(plan)), findings };
}

function drawChest(plan: FilmPlan, anatomy: Anatomy, ribs: readonly Rib[]): Canvas {
  const lungs = { left: lungCover(anatomy, "left"), right: lungCover(anatomy, "right") };
  const body = drawTrunk(plan, anatomy);
  const air = drawAir(plan, anatomy, lungs);
  const extra = drawBones(plan, anatomy, ribs);
  drawAirways(plan, anatomy, extra);
  drawGas(plan, anatomy, extra);
  const large = plan.findings.find((finding) => finding.kind === "cardiomegaly");
  const enlargement = {
    heart: large === undefined ? 1 : 1.24 + 0.22 * large.severity,
    mediastinum: large?.extra === true ? 1.4 : 1,
  };
  const heart = heartCover(heartOutline(anatomy, enlargement));
  const canvas: Canvas = { plan, anatomy, body, air, extra, vessels: drawVessels(plan, anatomy), lungs, heart };
  displaceAir(canvas, heart, 0.9);
  return canvas;
}

function drawBones(plan: FilmPlan, anatomy: Anatomy, ribs: readonly Rib[]): Field {
  const bone = createField();
  const breaks = plan.findings
    .filter(({ kind }) => kind === "rib-fracture")
    .flatMap((finding) => planBreaks(plan, finding));
  drawSpine(anatomy, createRandom("spine", plan.seed, plan.patient.number), bone);
  drawRibs(ribs, breaks, bone);
  drawCartilage(ribs, createRandom("cartilage", plan.seed, plan.patient.number), plan.patient.age, bone);
  drawShoulderGirdle(plan, anatomy, bone);
  return bone;
}

function addFinding(canvas: Canvas, ribs: readonly Rib[], finding: PlannedFinding): Mask {
  switch (finding.kind) {
    case "cardiomegaly":
      return heartMask(canvas, finding);
    case "rib-fracture":
      return breakMask(ribs, planBreaks(canvas.plan, finding));
    case "effusion":
      return addEffusion(canvas, finding);
    case "pneumothorax":
      return addPneumothorax(canvas, finding);
    case "consolidation":
      return addConsolidation(canvas, finding);
    case "edema":
      return addEdema(canvas, finding);
    case "atelectasis":
      return addAtelectasis(canvas, finding);
    case "nodule":
      return addNodule(canvas, finding);
    case "pacemaker":
      return addPacemaker(canvas, finding);
    case "endotracheal-tube":
      return addEndotrachealTube(canvas, finding);
    case "central-line":
      return addCentralLine(canvas, finding);
    case "chest-tube":
      return addChestTube(canvas, finding);
  }
}

/** The whole silhouette of the enlarged heart; without the wide mediastinum it begins below the aortic arch. */
function heartMask(canvas: Canvas, finding: PlannedFinding): Mask {
  const mask = maskWhere(canvas.heart, 0.5);
  const { anatomy } = canvas;
  const from = anatomy.place(0, anatomy.apex + (finding.extra ? 0.02 : 0.4) * anatomy.height)[1];
  mask.fill(0, 0, Math.max(0, Math.round(from)) * 512);
  return mask;
}
