import type { ImportPlan } from "../../../src-preload/contract/tables.ts";
import { chexpertFindings } from "../../../src-preload/contract/common.ts";
import type { TableRow } from "./row.ts";

/** Counts over the rows of a table, as they come. */
export interface TableSummary {
  add(row: TableRow): void;
  result(): Pick<ImportPlan, "findings" | "patients" | "studies" | "views" | "projections" | "splits">;
}

/** Findings that one table may have; more are not findings. */
export const mostFindings = 2000;

class Values {
  readonly #counts = new Map<string, number>();

  add(value: string | null): void {
    if (value === null || (this.#counts.size >= mostFindings && !this.#counts.has(value))) return;
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  list(): { value: string; rows: number }[] {
    return Array.from(this.#counts, ([value, rows]) => ({ value, rows })).sort((a, b) => b.rows - a.rows);
  }
}

export function createTableSummary(): TableSummary {
  const findings = new Map<string, { present: number; absent: number; uncertain: number }>();
  const [patients, studies] = [new Set<string>(), new Set<string>()];
  const [views, projections, splits] = [new Values(), new Values(), new Values()];
  let rows = 0;
  return {
    add: (row) => {
      rows += 1;
      if (row.patient !== null) patients.add(row.patient);
      if (row.study !== null) studies.add(`${row.patient ?? ""}/${row.study}`);
      views.add(row.view);
      projections.add(row.projection);
      splits.add(row.split);
      for (const [finding, value] of row.labels) {
        let counts = findings.get(finding);
        if (counts === undefined) findings.set(finding, (counts = { present: 0, absent: 0, uncertain: 0 }));
        if (value === 1) counts.present += 1;
        else if (value === 0) counts.absent += 1;
        else counts.uncertain += 1;
      }
    },
    result: () => ({
      findings: inOrder([...findings.keys()]).map((finding) => {
        const { present, absent, uncertain } = findings.get(finding) ?? { present: 0, absent: 0, uncertain: 0 };
        return { finding, present, absent, uncertain, notMentioned: rows - present - absent - uncertain };
      }),
      patients: patients.size,
      studies: studies.size,
      views: views.list(),
      projections: projections.list(),
      splits: splits.list(),
    }),
  };
}

/** CheXpert's findings in its order, then others by name. */
function inOrder(names: readonly string[]): string[] {
  const known: readonly string[] = chexpertFindings;
  return [...known.filter((name) => names.includes(name)), ...names.filter((name) => !known.includes(name)).sort()];
}
