import type { DragTool } from "../../src-preload/contract/index.ts";
import type { Actions } from "../commands/index.ts";
import { words } from "../messages/index.ts";
import type { App } from "../state/index.ts";
import { zoomPercent } from "./annotations.ts";
import { choiceName, windowNumbers } from "./corner-text.ts";
import { mirrored, scaleOf, turnedLeft, turnedRight, upsideDown, wholeFilm, zoomedAbout } from "./geometry.ts";
import type { Orientation, View } from "./geometry.ts";
import { asTheFileWants } from "./presets.ts";
import type { PresetName, WindowChoice } from "./presets.ts";
import type { StageState } from "./stage-state.svelte.ts";

/** One press of a zoom key. */
const zoomStep = 1.25;

/** Sees the film in front through a window, and says so. */
export function chooseWindow(stage: StageState, choice: WindowChoice): void {
  stage.changeWindow(stage.active, choice);
  const film = stage.front?.film;
  if (film === undefined) return;
  stage.said = words.viewer.presetSpoken(choiceName(choice, film), windowNumbers(choice, film));
}

/** Takes a tool into the left button, and the keyboard to the film where the tool needs a place. */
export function takeTool(stage: StageState, tool: DragTool): void {
  stage.draft.drop();
  stage.tool = tool;
  stage.said = words.viewer.toolSpoken(words.viewer.tool[tool]);
  if (tool === "window" || tool === "pan" || tool === "zoom" || tool === "magnify") return;
  stage.focus();
}

function zoom(stage: StageState, by: number): void {
  stage.changeView(stage.active, (view, frame) =>
    zoomedAbout(view, frame, { x: frame.pane.width / 2, y: frame.pane.height / 2 }, by),
  );
  const { front } = stage;
  if (front === null) return;
  stage.said = words.viewer.zoomSpoken(zoomPercent(scaleOf(stage.viewport(stage.active).view, front.frame)));
}

function turn(stage: StageState, way: (orientation: Orientation) => Orientation): void {
  stage.changeView(stage.active, (view) => ({ ...view, orientation: way(view.orientation) }));
}

export function fit(view: View): View {
  return { ...view, zoom: wholeFilm.zoom, centre: wholeFilm.centre };
}

/** One pixel of the film on one pixel of the screen. */
export function actualSize(view: View): View {
  return { ...view, zoom: { of: "pixel", factor: 1 } };
}

function viewCommands(stage: StageState): Actions {
  return {
    "view.invert": () => {
      stage.said = words.viewer.invertedSpoken(stage.invert(stage.active));
    },
    "view.flip.horizontal": () => {
      turn(stage, mirrored);
    },
    "view.flip.vertical": () => {
      turn(stage, upsideDown);
    },
    "view.rotate.right": () => {
      turn(stage, turnedRight);
    },
    "view.rotate.left": () => {
      turn(stage, turnedLeft);
    },
    "view.fit": () => {
      stage.changeView(stage.active, fit);
    },
    "view.actual": () => {
      stage.changeView(stage.active, actualSize);
    },
    "view.zoom.in": () => {
      zoom(stage, zoomStep);
    },
    "view.zoom.out": () => {
      zoom(stage, 1 / zoomStep);
    },
    "view.reset": () => {
      stage.reset();
      stage.said = words.viewer.resetSpoken;
    },
  };
}

function windowCommands(stage: StageState): Actions {
  const preset = (name: PresetName) => () => {
    chooseWindow(stage, { kind: "preset", name });
  };
  return {
    "window.1": () => {
      chooseWindow(stage, asTheFileWants);
    },
    "window.2": preset("range"),
    "window.3": preset("lungs"),
    "window.4": preset("mediastinum"),
    "window.5": preset("bones"),
    "window.6": preset("lines"),
    "window.automatic": preset("automatic"),
  };
}

function toolCommands(stage: StageState): Actions {
  const take = (tool: DragTool) => () => {
    takeTool(stage, tool);
  };
  return {
    "tool.window": take("window"),
    "tool.pan": take("pan"),
    "tool.zoom": take("zoom"),
    "tool.magnify": take("magnify"),
    "tool.length": take("length"),
    "tool.angle": take("angle"),
    "tool.ratio": take("ratio"),
    "tool.probe": take("probe"),
    "measure.remove": () => {
      const image = stage.front?.pane.image;
      if (image !== undefined && !stage.draft.drop()) stage.measurements.removeLast(image);
    },
  };
}

function mapCommands(app: App, stage: StageState): Actions {
  const { preferences } = app;
  return {
    "map.toggle": () => {
      stage.mapShown = !stage.mapShown;
    },
    "map.centred": () => {
      preferences.change({ mapCentred: !preferences.kept.mapCentred });
    },
    "map.fainter": () => {
      preferences.setOpacity(preferences.kept.mapOpacity - 0.1);
    },
    "map.stronger": () => {
      preferences.setOpacity(preferences.kept.mapOpacity + 0.1);
    },
    "map.more": () => {
      preferences.setThreshold(preferences.kept.mapThreshold - 0.05);
    },
    "map.less": () => {
      preferences.setThreshold(preferences.kept.mapThreshold + 0.05);
    },
  };
}

/** All that the stage does by key. @param save saves what is seen as a picture */
export function stageCommands(app: App, stage: StageState, save: () => void): Actions {
  const { preferences } = app;
  return {
    ...windowCommands(stage),
    ...viewCommands(stage),
    ...toolCommands(stage),
    ...mapCommands(app, stage),
    "corners.toggle": () => {
      preferences.change({ showCorners: !preferences.kept.showCorners });
    },
    "picture.save": save,
  };
}
