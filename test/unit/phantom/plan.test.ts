import { chexpertFindings } from "../../../src-preload/contract/common.ts";
import { describe, expect, it } from "vitest";
import {
  findingKinds,
  isDevice,
  labelFilm,
  planFilm,
  shortcuts,
  truthOf,
  writeReport,
} from "../../../src-main/phantom/index.ts";
import type { FilmPlan } from "../../../src-main/phantom/index.ts";

const films = Array.from({ length: 400 }, (_, index) => planFilm(2026, index));
const labelled = films.map((plan) => ({ plan, truth: truthOf(plan), labels: labelFilm(plan, truthOf(plan)) }));

function share(plans: readonly FilmPlan[], test: (plan: FilmPlan) => boolean): number {
  return plans.filter(test).length / plans.length;
}

const has =
  (kind: string) =>
  (plan: FilmPlan): boolean =>
    plan.findings.some((finding) => finding.kind === kind);

describe("the plan of a set", () => {
  it("plants every kind on 7 to 21 % of the films, and nothing ill on 28 to 42 %", () => {
    for (const kind of findingKinds) {
      expect(share(films, has(kind)), kind).toBeGreaterThan(0.07);
      expect(share(films, has(kind)), kind).toBeLessThan(0.21);
    }
    const clear = share(films, (plan) => plan.findings.every(({ kind }) => isDevice(kind)));
    expect(clear).toBeGreaterThan(0.28);
    expect(clear).toBeLessThan(0.42);
  });

  it("lets the chest tube ride with pneumothorax as declared", () => {
    const many = Array.from({ length: 1200 }, (_, index) => planFilm(5, index));
    const rule = shortcuts.chestTubeWithPneumothorax;
    const withFinding = many.filter(has("pneumothorax"));
    const without = many.filter((plan) => !has("pneumothorax")(plan));
    expect(Math.abs(share(withFinding, has("chest-tube")) - rule.withFinding)).toBeLessThan(0.1);
    expect(Math.abs(share(without, has("chest-tube")) - rule.withoutFinding)).toBeLessThan(0.02);
  });

  it("lets the portable stamp ride with edema as declared, on AP films only", () => {
    const many = Array.from({ length: 1200 }, (_, index) => planFilm(6, index));
    const rule = shortcuts.portableStampWithEdema;
    const stamped = (plan: FilmPlan): boolean => plan.visible.portableStamp;
    expect(Math.abs(share(many.filter(has("edema")), stamped) - rule.withFinding)).toBeLessThan(0.1);
    const without = many.filter((plan) => !has("edema")(plan));
    expect(Math.abs(share(without, stamped) - rule.withoutFinding)).toBeLessThan(0.03);
    expect(many.filter(stamped).every((plan) => plan.view === "AP")).toBe(true);
  });

  it("gives patients one to four studies in a row and keeps what lasts", () => {
    const byPatient = Map.groupBy(films.slice(0, -4), (plan) => plan.patient.number);
    for (const plans of byPatient.values()) {
      expect(plans.map(({ study }) => study)).toEqual(plans.map((_, place) => place + 1));
      expect(plans.length).toBeLessThanOrEqual(4);
      const pacemakers = plans.map(has("pacemaker"));
      expect(new Set(pacemakers).size).toBe(1);
    }
    expect([...byPatient.values()].some((plans) => plans.length === 4)).toBe(true);
  });
});

describe("labels", () => {
  it("never deny what is planted and never assert what is not", () => {
    for (const { truth, labels } of labelled) {
      for (const finding of chexpertFindings) {
        if (truth[finding]) expect(labels[finding]).not.toBe(0);
        else expect(labels[finding]).not.toBe(1);
      }
    }
  });

  it("keep No Finding apart from every pathology, stated or suspected", () => {
    for (const { labels } of labelled) {
      if (labels["No Finding"] !== 1) continue;
      for (const finding of chexpertFindings.slice(1, -1))
        expect(labels[finding] === 0 || labels[finding] === null).toBe(true);
    }
    expect(
      labelled.filter(({ labels }) => labels["No Finding"] === 1 && labels["Support Devices"] === 1).length,
    ).toBeGreaterThan(0);
  });

  it("hold all four values, blank most of all", () => {
    const values = labelled.flatMap(({ labels }) => chexpertFindings.map((finding) => labels[finding]));
    const part = (value: number | null): number => values.filter((other) => other === value).length / values.length;
    expect(part(null)).toBeGreaterThan(0.6);
    for (const value of [1, 0, -1] as const) expect(part(value)).toBeGreaterThan(0.02);
  });
});

describe("reports", () => {
  const reports = labelled.map(({ plan, labels }) => ({ plan, labels, text: writeReport(plan, labels) }));

  it("are one or two short sentences from a small vocabulary", () => {
    for (const { text } of reports) {
      expect([1, 2]).toContain(text.length);
      for (const sentence of text) expect(sentence.split(" ").length).toBeLessThanOrEqual(42);
    }
    const words = new Set(
      reports.flatMap(
        ({ text }) =>
          text
            .join(" ")
            .toLowerCase()
            .match(/[a-z]+/g) ?? [],
      ),
    );
    expect(words.size).toBeLessThan(400);
    expect(words.size).toBeGreaterThan(60);
  });

  it("name a pneumothorax where it is labelled and deny it only where it is not planted", () => {
    for (const { plan, labels, text } of reports) {
      const lower = text.join(" ").toLowerCase();
      if (labels.Pneumothorax === 1 && plan.findings.length < 4) expect(lower).toMatch(/(?<!no )pneumothorax/);
      if (has("pneumothorax")(plan)) expect(lower).not.toMatch(/no pneumothorax/);
    }
  });
});
