import { numbered } from "./numbered.ts";
import { count, day } from "../../drawing/index.ts";

const films = (n: number): string => (n === 1 ? "1 film" : `${count(n)} films`);
const patients = (n: number): string => (n === 1 ? "1 patient" : `${count(n)} patients`);
const studies = (n: number): string => (n === 1 ? "1 study" : `${count(n)} studies`);
const sexes: Readonly<Record<string, string>> = { F: "Female", M: "Male", O: "Other" };
const states = { 1: "", [-1]: ", uncertain", 0: ", absent" } as const;

/** Words of the library view. */
export const library = {
  title: "Library",
  films,
  /** Under the heading: what the whole workspace holds. */
  holds: (images: number, ofPatients: number, ofStudies: number) =>
    [
      films(images),
      ...(ofPatients > 0 ? [patients(ofPatients)] : []),
      ...(ofStudies > 0 ? [studies(ofStudies)] : []),
    ].join(" · "),
  matching: (matching: number, all: number) => `${count(matching)} of ${films(all)} match`,
  imported: (iso: string) => `imported ${day(iso)}`,
  listing: "Reading the list …",

  filters: "Filters",
  showFilters: "Show the filters",
  hideFilters: "Hide the filters",
  search: "Search films",
  searchHint: "Patient, finding, report",
  /** Without the patient, where who is on the films is hidden. */
  searchHintHidden: "Finding, report",
  dataSets: "Data set",
  findings: "Finding",
  findingState: "State of the finding",
  states: [
    { value: "1", label: "Present" },
    { value: "-1", label: "Uncertain" },
    { value: "0", label: "Absent" },
  ],
  view: "View",
  projection: "Projection",
  sexes: "Sex",
  sex: (value: string) => sexes[value] ?? value,
  ages: "Age",
  ageSpan: (from: number, to: number) => `${String(from)}–${String(to)} years`,
  youngest: "Youngest, years",
  oldest: "Oldest, years",
  countsHint: "Counts are over all films of the workspace.",
  patientHint: (key: string) =>
    `Click a patient under a film${key === "" ? "" : `, or press ${key} on the film,`} to see only their films.`,

  activeFilters: "Filters at work",
  clear: "Clear all",
  cleared: "Clear the filters",
  remove: (chip: string) => `Take off: ${chip}`,
  chipBurnedIn: "Writing in the picture",
  chipText: (text: string) => `“${text}”`,
  chipFinding: (finding: string, label: 1 | 0 | -1) => `${finding}${states[label]}`,
  chipAge: (from: number | null, to: number | null) => {
    if (from === null) return `Age up to ${String(to)}`;
    if (to === null) return `Age from ${String(from)}`;
    return from === to ? `Age ${String(from)}` : `Age ${String(from)}–${String(to)}`;
  },
  patient: (patient: string) => numbered("Patient", patient),
  onePatient: "One patient",
  onlyPatient: (patient: string) => `Only films of patient ${patient}`,

  grid: "Films",
  uncertainOnes: (findings: readonly string[]) => (findings.length === 0 ? "" : `uncertain: ${findings.join(", ")}`),
  filmNumber: (place: number) => `Film ${count(place)}`,
  size: "Size of the thumbnails",
  sizeSpoken: (side: number) => `${String(side)} pixels`,
  at: (place: number, total: number) => `${count(place)} of ${count(total)}`,
  add: "Add films",

  unread: (n: number) =>
    n === 1
      ? "1 film has not been read by the encoder yet."
      : `${count(n)} films have not been read by the encoder yet.`,
  working: (title: string) => `At work: ${title}`,
  then: (stages: readonly string[]) => `Then: ${stages.join(", ").toLowerCase()}`,
  thenRead: "Then they can be encoded and scored.",
  between: "Getting the next step ready …",
  cancel: "Cancel",

  nothingTitle: "No film matches",
  nothingAll: "All of these have to be true of a film. Take one off:",
  nothingOne: "No film of this workspace is like that.",
  leaves: (n: number) => (n === 0 ? "still none" : `leaves ${films(n)}`),
};
