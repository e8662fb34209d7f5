import { chexpertFindings } from "../../src-preload/contract/common.ts";
import { createRandom } from "../../src-main/runtime/index.ts";
import type { Random } from "../../src-main/runtime/index.ts";
import type { LabelValue } from "../../src-main/store/index.ts";

/** What is known of one made-up film. */
export interface CohortFilm {
  readonly patient: string;
  readonly study: string;
  readonly view: string;
  readonly projection: string | null;
  readonly sex: string;
  readonly age: number;
  readonly labels: Readonly<Record<string, LabelValue>>;
  readonly report: string | null;
  readonly dataSet: string;
}

type Labels = Record<string, LabelValue>;

/** Percent of studies on which each finding is present, uncertain and absent, about as in CheXpert (Irvin et al. 2019, table 1). */
const shares: readonly (readonly [present: number, uncertain: number, absent: number])[] = [
  ...([
    [9, 0, 0],
    [5, 5, 10],
    [12, 4, 5],
    [49, 2, 3],
    [4, 1, 1],
    [26, 6, 9],
    [7, 13, 13],
  ] as const),
  ...([
    [2, 8, 1],
    [16, 16, 1],
    [9, 1, 25],
    [40, 5, 16],
    [1, 1, 0.1],
    [4, 0.3, 1],
    [56, 0.5, 3],
  ] as const),
];

/** The data sets of a cohort, and the share of the films after which the next one begins. */
const dataSets = [
  { name: "Large training set", until: 0.85 },
  { name: "Large validation set", until: 0.9 },
  { name: "Second hospital", until: 1 },
] as const;

/** As many films as are asked for, of patients with one to six each; the same seed gives the same films. */
export function* cohort(films: number, seed: number): Generator<CohortFilm> {
  const random = createRandom("cohort", seed);
  let made = 0;
  for (let number = 1; made < films; number++) {
    const dataSet = (dataSets.find(({ until }) => made < until * films) ?? dataSets[2]).name;
    const patient = `patient${String(number).padStart(5, "0")}`;
    for (const film of patientFilms(random, Math.min(random.integer(1, 6), films - made))) {
      yield { patient, dataSet, ...film };
      made += 1;
    }
  }
}

/** Films of one patient: each study has a frontal film, and some a lateral one beside it. */
function* patientFilms(random: Random, films: number): Generator<Omit<CohortFilm, "patient" | "dataSet">> {
  const sex = random.chance(0.41) ? "F" : "M";
  let age = random.integer(18, 90);
  let left = films;
  for (let number = 1; left > 0; number++) {
    const labels = studyLabels(random);
    const report = random.chance(0.1) ? reportOf(labels) : null;
    const study = { study: `study${String(number)}`, sex, age, labels, report };
    yield { ...study, view: "Frontal", projection: random.chance(0.85) ? "AP" : "PA" };
    left -= 1;
    if (left > 0 && random.chance(0.25)) {
      yield { ...study, view: "Lateral", projection: null };
      left -= 1;
    }
    if (random.chance(0.2)) age = Math.min(90, age + 1);
  }
}

function studyLabels(random: Random): Labels {
  const labels: Labels = {};
  chexpertFindings.forEach((finding, place) => {
    const [present, uncertain, absent] = shares[place] ?? [0, 0, 0];
    const draw = random.between(0, 100);
    if (draw < present) labels[finding] = 1;
    else if (draw < present + uncertain) labels[finding] = -1;
    else if (draw < present + uncertain + absent) labels[finding] = 0;
  });
  return labels;
}

function reportOf(labels: Labels): string {
  const words: Readonly<Record<LabelValue, string>> = { 1: "There is", [-1]: "There may be", 0: "There is no" };
  const sentences = Object.entries(labels).map(([finding, value]) => `${words[value]} ${finding.toLowerCase()}.`);
  return `Chest film.\n${sentences.join(" ")}`;
}
