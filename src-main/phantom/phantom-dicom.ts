import { createRandom } from "../runtime/index.ts";
import { encodeDicom, uidFromText } from "./dicom-writer.ts";
import type { DicomElement } from "./dicom-writer.ts";
import { filmSize } from "./field.ts";
import { monochrome1Share } from "./shares.ts";
import type { FilmPlan } from "./types.ts";

const highest = 4095;
const computedRadiography = "1.2.840.10008.5.1.4.1.1.1";
const digitalRadiography = "1.2.840.10008.5.1.4.1.1.1.1";

/** True for the tenth of the films that are stored with air bright. */
export function isMonochrome1(plan: FilmPlan): boolean {
  return createRandom("photometric", plan.seed, plan.patient.number, plan.study).chance(monochrome1Share);
}

/** The film as a DICOM file: computed radiography at the bedside, digital radiography in the department. */
export function encodeFilm(plan: FilmPlan, pixels: Uint16Array): Buffer {
  const sopClass = plan.view === "AP" ? computedRadiography : digitalRadiography;
  const place = `${String(plan.seed)}/${String(plan.patient.number)}/${String(plan.study)}`;
  const sopInstance = uidFromText(`instance/${place}`);
  return encodeDicom(
    [...aboutPatient(plan), ...aboutStudy(plan, place, sopClass, sopInstance), ...aboutPixels(plan, pixels)],
    sopClass,
    sopInstance,
  );
}

function aboutPatient(plan: FilmPlan): DicomElement[] {
  const { patient } = plan;
  const age = Math.min(90, patient.age + Math.floor((plan.study - 1) / 2));
  return [
    { tag: 0x00100010, vr: "PN", value: `PHANTOM^${String(patient.number).padStart(5, "0")}` },
    { tag: 0x00100020, vr: "LO", value: patient.id },
    { tag: 0x00100030, vr: "DA", value: "" },
    { tag: 0x00100040, vr: "CS", value: patient.sex },
    { tag: 0x00101010, vr: "AS", value: `${String(age).padStart(3, "0")}Y` },
  ];
}

/** Dates lie in the year 1900, before any radiology archive: nobody can take them for real. */
function aboutStudy(plan: FilmPlan, place: string, sopClass: string, sopInstance: string): DicomElement[] {
  const random = createRandom("date", plan.seed, plan.patient.number);
  const day = String(random.integer(1, 28)).padStart(2, "0");
  const month = String(random.integer(1, 8) + plan.study).padStart(2, "0");
  const date = `1900${month}${day}`;
  const time = `${String(random.integer(6, 22)).padStart(2, "0")}${String(random.integer(10, 59))}00`;
  const study = uidFromText(`study/${place}`);
  return [
    { tag: 0x00080005, vr: "CS", value: "ISO_IR 100" },
    { tag: 0x00080008, vr: "CS", value: "ORIGINAL\\PRIMARY" },
    { tag: 0x00080016, vr: "UI", value: sopClass },
    { tag: 0x00080018, vr: "UI", value: sopInstance },
    { tag: 0x00080020, vr: "DA", value: date },
    { tag: 0x00080022, vr: "DA", value: date },
    { tag: 0x00080030, vr: "TM", value: time },
    { tag: 0x00080050, vr: "SH", value: `PH${String(plan.patient.number).padStart(5, "0")}${String(plan.study)}` },
    { tag: 0x00080060, vr: "CS", value: plan.view === "AP" ? "CR" : "DX" },
    { tag: 0x00080068, vr: "CS", value: "FOR PRESENTATION" },
    { tag: 0x00080070, vr: "LO", value: "LIGHTBOX PHANTOM" },
    { tag: 0x00080090, vr: "PN", value: "" },
    { tag: 0x00081030, vr: "LO", value: plan.view === "AP" ? "CHEST PORTABLE" : "CHEST PA" },
    { tag: 0x00180015, vr: "CS", value: "CHEST" },
    { tag: 0x00181164, vr: "DS", value: "0.8\\0.8" },
    { tag: 0x00185101, vr: "CS", value: plan.view },
    { tag: 0x0020000d, vr: "UI", value: study },
    { tag: 0x0020000e, vr: "UI", value: uidFromText(`series/${place}`) },
    { tag: 0x00200010, vr: "SH", value: String(plan.study) },
    { tag: 0x00200011, vr: "IS", value: "1" },
    { tag: 0x00200013, vr: "IS", value: "1" },
    { tag: 0x00200020, vr: "CS", value: "L\\F" },
    { tag: 0x00204000, vr: "LT", value: "synthetic phantom, not a patient" },
  ];
}

function aboutPixels(plan: FilmPlan, pixels: Uint16Array): DicomElement[] {
  const inverted = isMonochrome1(plan);
  const random = createRandom("window", plan.seed, plan.patient.number, plan.study);
  const centre = 2048 + random.integer(-120, 120);
  const width = 3700 + random.integer(0, 390);
  const padding: DicomElement[] = plan.visible.collimationEdge
    ? [{ tag: 0x00280120, vr: "US", value: inverted ? highest : 0 }]
    : [];
  return [
    { tag: 0x00280002, vr: "US", value: 1 },
    { tag: 0x00280004, vr: "CS", value: inverted ? "MONOCHROME1" : "MONOCHROME2" },
    { tag: 0x00280010, vr: "US", value: filmSize },
    { tag: 0x00280011, vr: "US", value: filmSize },
    { tag: 0x00280100, vr: "US", value: 16 },
    { tag: 0x00280101, vr: "US", value: 12 },
    { tag: 0x00280102, vr: "US", value: 11 },
    { tag: 0x00280103, vr: "US", value: 0 },
    ...padding,
    { tag: 0x00280301, vr: "CS", value: plan.visible.portableStamp ? "YES" : "NO" },
    { tag: 0x00281050, vr: "DS", value: String(inverted ? highest - centre : centre) },
    { tag: 0x00281051, vr: "DS", value: String(width) },
    { tag: 0x00281052, vr: "DS", value: "0" },
    { tag: 0x00281053, vr: "DS", value: "1" },
    { tag: 0x00281054, vr: "LO", value: "US" },
    { tag: 0x20500020, vr: "CS", value: inverted ? "INVERSE" : "IDENTITY" },
    { tag: 0x7fe00010, vr: "OW", value: storedBytes(pixels, inverted) },
  ];
}

function storedBytes(pixels: Uint16Array, inverted: boolean): Buffer {
  const bytes = Buffer.alloc(pixels.length * 2);
  for (let place = 0; place < pixels.length; place++) {
    const value = pixels[place] ?? 0;
    bytes.writeUInt16LE(inverted ? highest - value : value, place * 2);
  }
  return bytes;
}
