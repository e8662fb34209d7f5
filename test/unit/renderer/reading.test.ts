import { describe, expect, it } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import type { ImageDetail } from "../../../src-preload/contract/index.ts";
import type { FilmData } from "../../../src-renderer/state/film-data.ts";
import { Reading } from "../../../src-renderer/state/reading.svelte.ts";

const detail = { name: "view1.dcm", missing: false } as ImageDetail;
const changed = new LightboxError("image/changed", "view1.dcm is another film now.", "Import it again.");

function data(answers: Partial<FilmData>): FilmData {
  const answer = {
    detail: () => Promise.resolve(detail),
    pixels: () => Promise.reject(changed),
    hasExplanation: () => true,
    explanation: () => Promise.reject(changed),
  };
  return Object.assign(answer, answers) as unknown as FilmData;
}

describe("a film whose file has changed", () => {
  it("keeps its name and labels on the stage and says what is wrong", async () => {
    const reading = new Reading(data({}));
    await reading.open("a", "sae");
    expect(reading.detail).toEqual(detail);
    expect(reading.pixels).toBeNull();
    expect(reading.filmTrouble).toMatchObject({ code: "image/changed", remedy: "Import it again." });
  });

  it("is forgotten when the next film is open", async () => {
    const pixels = { grey: new Uint8Array(1), width: 1, height: 1 };
    const reading = new Reading(
      data({ pixels: (image) => (image === "b" ? Promise.resolve(pixels) : Promise.reject(changed)) }),
    );
    await Promise.all([reading.open("a", "sae"), reading.open("b", "sae")]);
    expect([reading.pixels, reading.filmTrouble]).toEqual([pixels, null]);
  });
});
