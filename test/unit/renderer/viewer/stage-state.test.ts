import { describe, expect, it } from "vitest";
import { Undo } from "../../../../src-renderer/state/undo.svelte.ts";
import { turnedRight, wholeFilm } from "../../../../src-renderer/viewer/geometry.ts";
import { Measurements } from "../../../../src-renderer/viewer/measurements.svelte.ts";
import type { OnStage } from "../../../../src-renderer/viewer/on-stage.ts";
import { StageState } from "../../../../src-renderer/viewer/stage-state.svelte.ts";
import { actualSize, fit } from "../../../../src-renderer/viewer/stage-commands.ts";

function made(): { stage: StageState; undo: Undo } {
  const undo = new Undo(() => undefined);
  const stage = new StageState(
    new Measurements((deed) => {
      undo.remember(deed);
    }),
  );
  return { stage, undo };
}

function withTwoFilms(): StageState {
  const { stage } = made();
  const frame = { film: { width: 1000, height: 1000 }, pane: { width: 500, height: 500 }, margin: 0 };
  stage.count = 2;
  stage.shown[0] = { frame } as OnStage;
  stage.shown[1] = { frame: { ...frame, film: { width: 100, height: 200 } } } as OnStage;
  return stage;
}

const places = [
  { x: 1, y: 2 },
  { x: 3, y: 4 },
] as const;

describe("measurements", () => {
  it("are kept for each film and can be taken back and done again", () => {
    const { stage, undo } = made();
    const { measurements } = stage;
    measurements.add("a", { kind: "length", across: "x", places });
    measurements.add("b", { kind: "angle", across: "x", places });
    measurements.add("a", { kind: "ratio", across: "x", places });
    const kinds = (image: string) => measurements.of(image).map(({ kind }) => kind);
    expect([kinds("a"), kinds("b"), kinds("c")]).toEqual([["length", "ratio"], ["angle"], []]);
    expect(measurements.removeLast("a")).toBe(true);
    expect(kinds("a")).toEqual(["length"]);
    undo.undo();
    expect(kinds("a")).toEqual(["length", "ratio"]);
    undo.undo();
    undo.undo();
    expect([kinds("a"), kinds("b")]).toEqual([["length"], []]);
    undo.redo();
    expect(kinds("b")).toEqual(["angle"]);
    expect(measurements.removeLast("c")).toBe(false);
  });

  it("remember no move that came back to where it was, and keep what can be done again", () => {
    const { stage, undo } = made();
    const { measurements } = stage;
    measurements.add("a", { kind: "length", across: "x", places });
    measurements.add("a", { kind: "angle", across: "x", places });
    undo.undo();
    const [before] = measurements.of("a");
    if (before === undefined) throw new Error("nothing was added");
    measurements.moved("a", before);
    expect(undo.canRedo).toBe(true);
    undo.redo();
    expect(measurements.of("a")).toHaveLength(2);
  });

  it("remember a drag of an end as one deed", () => {
    const { stage, undo } = made();
    const { measurements } = stage;
    measurements.add("a", { kind: "length", across: "x", places });
    const [before] = measurements.of("a");
    if (before === undefined) throw new Error("nothing was added");
    for (const x of [10, 20, 30]) measurements.move("a", before.id, 1, { x, y: 9 });
    measurements.moved("a", before);
    expect(measurements.of("a")[0]?.places).toEqual([places[0], { x: 30, y: 9 }]);
    undo.undo();
    expect(measurements.of("a")[0]?.places).toEqual(places);
  });

  it("are whole with their last place", () => {
    const { draft } = made().stage;
    expect(draft.place("a", "angle", "x", places[0])).toBeNull();
    draft.next = places[1];
    expect(draft.seen?.places).toEqual(places);
    expect(draft.place("a", "angle", "y", places[1])).toBeNull();
    // The axis is that of the first place.
    expect(draft.place("a", "angle", "y", places[0])).toEqual({
      kind: "angle",
      across: "x",
      places: [...places, places[0]],
    });
    expect(draft.put).toBeNull();
  });

  it("begin anew on another film or with another tool", () => {
    const { draft } = made().stage;
    draft.place("a", "length", "x", places[0]);
    expect(draft.place("b", "length", "x", places[1])).toBeNull();
    expect(draft.put).toMatchObject({ image: "b", places: [places[1]] });
    expect(draft.drop()).toBe(true);
    expect(draft.drop()).toBe(false);
  });
});

describe("Escape", () => {
  it("leaves the drawing, then the tool, then the asked place, then nothing", () => {
    const { stage } = made();
    let asked = true;
    stage.forgetPlace = () => {
      const was = asked;
      asked = false;
      return was;
    };
    stage.tool = "length";
    stage.draft.place("a", "length", "x", places[0]);
    expect([stage.escape(), stage.draft.put, stage.tool]).toEqual([true, null, "length"]);
    expect([stage.escape(), stage.tool, asked]).toEqual([true, null, true]);
    expect([stage.escape(), asked]).toEqual([true, false]);
    expect(stage.escape()).toBe(false);
  });
});

describe("two films", () => {
  it("are seen alike as long as they are linked", () => {
    const stage = withTwoFilms();
    stage.changeView(0, (view) => ({ ...view, orientation: turnedRight(view.orientation) }));
    expect(stage.viewports[1].view).toEqual(stage.viewports[0].view);
    stage.invert(1);
    expect(stage.viewports.map(({ inverted }) => inverted)).toEqual([true, true]);
    stage.toggleLink();
    stage.changeView(1, actualSize);
    expect(stage.viewports[0].view.zoom.of).toBe("fit");
    stage.active = 1;
    stage.toggleLink();
    expect(stage.viewports[0].view).toEqual(stage.viewports[1].view);
  });

  it("share a preset always, numbers only where they mean the same", () => {
    const stage = withTwoFilms();
    stage.changeWindow(0, { kind: "preset", name: "lungs" });
    expect(stage.viewports[1].window).toEqual({ kind: "preset", name: "lungs" });
    const own = { kind: "own" as const, window: { centre: 1, width: 2, shape: "LINEAR" as const } };
    stage.changeWindow(0, own);
    expect(stage.viewports[1].window.kind).toBe("preset");
    stage.sameKind = true;
    stage.changeWindow(0, own);
    expect(stage.viewports[1].window).toEqual(own);
  });

  it("go apart by default where they are not alike, and one alone is never linked", () => {
    const stage = withTwoFilms();
    stage.alike = false;
    expect(stage.linked).toBe(false);
    stage.toggleLink();
    expect(stage.linked).toBe(true);
    stage.count = 1;
    expect(stage.linked).toBe(false);
  });
});

describe("leafing", () => {
  it("keeps a preset and the inversion, and lets numbers, zoom and turns go", () => {
    const { stage } = made();
    stage.leaf(0, "a");
    const [viewport] = stage.viewports;
    viewport.view = { ...wholeFilm, zoom: { of: "pixel", factor: 1 } };
    viewport.inverted = true;
    viewport.window = { kind: "preset", name: "bones" };
    stage.leaf(0, "a");
    expect(viewport.view.zoom.of).toBe("pixel");
    stage.leaf(0, "b");
    expect([viewport.view, viewport.inverted, viewport.window]).toEqual([
      wholeFilm,
      true,
      { kind: "preset", name: "bones" },
    ]);
    viewport.window = { kind: "own", window: { centre: 1, width: 2, shape: "LINEAR" } };
    stage.leaf(0, "c");
    expect(viewport.window).toEqual({ kind: "file" });
  });

  it("beside a film shows the other as that one is seen, and leaves that one alone", () => {
    const stage = withTwoFilms();
    stage.leaf(0, "a");
    const [first, second] = stage.viewports;
    const own = { kind: "own", window: { centre: 100, width: 50, shape: "LINEAR" } } as const;
    const zoomed = { ...wholeFilm, zoom: { of: "pixel", factor: 2 } } as const;
    [first.view, first.window, first.inverted] = [zoomed, own, true];
    stage.sameKind = false;
    stage.leaf(1, "b");
    expect([first.view, first.window, first.inverted]).toEqual([zoomed, own, true]);
    expect([second.view, second.window, second.inverted]).toEqual([zoomed, { kind: "file" }, true]);
    stage.sameKind = true;
    stage.leaf(1, "c");
    expect(second.window).toEqual(own);
  });

  it("and reset are not the same: reset takes everything back in both panes", () => {
    const stage = withTwoFilms();
    stage.ownLink = false;
    stage.changeView(0, actualSize);
    stage.changeView(1, (view) => ({ ...fit(view), orientation: turnedRight(view.orientation) }));
    stage.invert(1);
    stage.changeWindow(1, { kind: "preset", name: "automatic" });
    stage.reset();
    for (const { view, window, inverted } of stage.viewports) {
      expect([view, window, inverted]).toEqual([wholeFilm, { kind: "file" }, false]);
    }
  });
});
