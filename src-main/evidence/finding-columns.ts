import type { AssociationTuple, StoredAssociation } from "../store/index.ts";

/** The associations of one finding with every neuron, [neurons] each; NaN where a measure is not defined. */
export interface FindingColumn {
  readonly correlation: Float64Array;
  readonly auroc: Float64Array;
  /** Labelled images; 0 where there is no association. */
  readonly positives: Uint32Array;
  readonly negatives: Uint32Array;
}

export type FindingColumns = ReadonlyMap<string, FindingColumn>;

/** Puts associations of a long list into columns of `neurons` places; a finding that is new gets one. */
export function fillColumns(
  columns: Map<string, FindingColumn>,
  associations: readonly AssociationTuple[],
  neurons: number,
): void {
  for (const [neuron, finding, correlation, auroc, positives, negatives] of associations) {
    let column = columns.get(finding);
    if (column === undefined) {
      const [correlations, areas] = [new Float64Array(neurons).fill(NaN), new Float64Array(neurons).fill(NaN)];
      const [present, absent] = [new Uint32Array(neurons), new Uint32Array(neurons)];
      column = { correlation: correlations, auroc: areas, positives: present, negatives: absent };
      columns.set(finding, column);
    }
    column.correlation[neuron] = correlation ?? NaN;
    column.auroc[neuron] = auroc ?? NaN;
    column.positives[neuron] = positives;
    column.negatives[neuron] = negatives;
  }
}

/** The association of a neuron with a finding; null where there is none. */
export function associationAt(columns: FindingColumns, finding: string, neuron: number): StoredAssociation | null {
  const column = columns.get(finding);
  const [positives, negatives] = [column?.positives[neuron] ?? 0, column?.negatives[neuron] ?? 0];
  if (column === undefined || positives + negatives === 0) return null;
  const [correlation, auroc] = [defined(column.correlation[neuron]), defined(column.auroc[neuron])];
  return { finding, correlation, auroc, positives, negatives };
}

function defined(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
