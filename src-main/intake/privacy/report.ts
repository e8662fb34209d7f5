import type { PrivacyReport } from "../../../src-preload/contract/intake.ts";
import type { FilmRecord } from "../types.ts";
import type { GateDeed, IdentityWish } from "./gate.ts";

/** Counts what the gate does, film by film. */
export interface PrivacyTally {
  add(record: Pick<FilmRecord, "burnedIn" | "identity">, deed: GateDeed | null): void;
  report(): PrivacyReport;
}

export function tallyPrivacy(wish: IdentityWish): PrivacyTally {
  const left = new Map<string, number>();
  const counts = { films: 0, namesReplaced: 0, datesShifted: 0, agesCapped: 0, declared: 0, likely: 0 };
  return {
    add: ({ burnedIn }, deed) => {
      if (burnedIn !== null) counts[burnedIn] += 1;
      if (deed === null) return;
      counts.films += 1;
      counts.namesReplaced += Number(deed.nameReplaced);
      counts.datesShifted += Number(deed.dateShifted);
      counts.agesCapped += Number(deed.ageCapped);
      for (const keyword of deed.left) left.set(keyword, (left.get(keyword) ?? 0) + 1);
    },
    report: () => {
      const { declared, likely, ...rest } = counts;
      const attributes = [...left].map(([attribute, films]) => ({ attribute, films }));
      attributes.sort((one, other) => other.films - one.films || (one.attribute < other.attribute ? -1 : 1));
      return { identity: wish, ...rest, left: attributes, burnedIn: { declared, likely } };
    },
  };
}
