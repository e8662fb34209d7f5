import type { NewImage } from "../../src-main/store/index.ts";
import { film } from "./workspace.ts";

/** One in fifty films cannot be read. */
export function isRefused(number: number): boolean {
  return number % 50 === 0;
}

export function filmOf(number: number): NewImage {
  return film(number, {
    patient: `patient${String(number)}`,
    report: `report of film ${String(number)}`,
    labels: { Edema: number % 2 === 0 ? 1 : 0 },
  });
}

export function vectorOf(id: number): Float32Array {
  return Float32Array.of(id, 2 * id);
}
