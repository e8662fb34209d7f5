import type { ImportPlan } from "../../../src-preload/contract/index.ts";

/** What an import would do, for people. */
export function planLines(plan: ImportPlan): string[] {
  const { layout, films } = plan;
  if (layout === null)
    return [`${String(films)} films and ${String(plan.otherFiles)} other files; nothing was written.`];
  const head = [
    `Layout: ${layout}${plan.mapping === null ? "" : ` (mapping ${plan.mapping.from})`}; data set: ${plan.dataSets.join(", ")}.`,
    ...plan.companions.map((path) => `  read with it: ${path}`),
    `${String(plan.rows)} rows: ${String(plan.patients)} patients, ${String(plan.studies)} studies.`,
    `${String(films)} films found, ${String(plan.filmsWithRow)} of them named by a row; ${String(plan.otherFiles)} other files.`,
  ];
  return [
    ...head,
    ...listed(`${String(plan.missing.count)} films of the table are missing`, plan.missing),
    ...listed(`${String(plan.filmsWithoutRow.count)} films have no row`, plan.filmsWithoutRow),
    ...listed(`${String(plan.duplicates.count)} rows name a film again`, plan.duplicates),
    ...listed(`${String(plan.problems.count)} problems`, {
      count: plan.problems.count,
      first: plan.problems.first.map(({ error }) => error.message),
    }),
    ...(plan.elsewhere === 0 ? [] : [`${String(plan.elsewhere)} rows name films outside these paths.`]),
    ...counts("Views", plan.views),
    ...counts("Projections", plan.projections),
    ...counts("Splits", plan.splits),
    ...findingLines(plan),
    ...(plan.unreadColumns.length === 0 ? [] : [`Columns that are not read: ${plan.unreadColumns.join(", ")}.`]),
    ...plan.warnings.map((warning) => `Note: ${warning}`),
    ...(plan.mapping === null
      ? []
      : ["Mapping (save it and change it for --mapping):", JSON.stringify(plan.mapping.mapping)]),
    "Nothing was written.",
  ];
}

function listed(heading: string, { count, first }: ImportPlan["missing"]): string[] {
  if (count === 0) return [];
  const more = count - first.length;
  const lines = first.map((item) => `  ${item}`);
  return [`${heading}:`, ...lines, ...(more > 0 ? [`  … and ${String(more)} more`] : [])];
}

function counts(heading: string, values: ImportPlan["views"]): string[] {
  if (values.length === 0) return [];
  return [`${heading}: ${values.map(({ value, rows }) => `${value} ${String(rows)}`).join(", ")}.`];
}

function findingLines({ findings }: ImportPlan): string[] {
  const cell = (text: string | number): string => String(text).padStart(10);
  if (findings.length === 0) return ["No findings."];
  const heading = `  ${"finding".padEnd(28)}${["present", "absent", "uncertain", "no mention"].map(cell).join(" ")}`;
  const lines = findings.map(({ finding, present, absent, uncertain, notMentioned }) => {
    return `  ${finding.padEnd(28)}${[present, absent, uncertain, notMentioned].map(cell).join(" ")}`;
  });
  return [heading, ...lines];
}
