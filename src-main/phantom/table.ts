import { chexpertFindings } from "../../src-preload/contract/common.ts";
import type { LabelValue } from "./types.ts";
import type { FilmRecord } from "./film-record.ts";

/** The columns of CheXpert's train.csv in its order, and the report behind them. */
export const tableColumns = ["Path", "Sex", "Age", "Frontal/Lateral", "AP/PA", ...chexpertFindings, "Report"] as const;

/** A CheXpert-style table: one row per film, labels as 1.0, 0.0, -1.0 or blank. */
export function formatTable(films: readonly FilmRecord[]): string {
  const lines = films.map((film) => {
    const labels = chexpertFindings.map((finding) => formatLabel(film.labels[finding]));
    const sex = film.patient.sex === "F" ? "Female" : "Male";
    const report = `"${film.report.join(" ").replaceAll('"', '""')}"`;
    return [film.path, sex, String(film.patient.age), "Frontal", film.view, ...labels, report].join(",");
  });
  return `${[tableColumns.join(","), ...lines].join("\n")}\n`;
}

function formatLabel(value: LabelValue): string {
  return value === null ? "" : value.toFixed(1);
}
