import type { App } from "../state/index.ts";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { words } from "../messages/index.ts";
import type { OnStage } from "./on-stage.ts";
import { drawPicture } from "./picture.ts";
import type { PicturePane } from "./picture.ts";
import type { StageState } from "./stage-state.svelte.ts";

/** What a picture of these films is called; without who they are of, where that stays hidden. */
export function pictureName(films: readonly Pick<OnStage["pane"], "image" | "detail">[], hidden: boolean): string {
  const names = films.map(({ image, detail }) =>
    hidden || detail === null ? image.slice(0, 12) : detail.name.replace(/\.[^.]{1,5}$/, ""),
  );
  return `${names.join(" + ")}.png`;
}

/** The films of the stage with their canvases. @param root the stage; its panes carry `data-pane` */
function panesOf(root: HTMLElement, app: App, stage: StageState): PicturePane[] {
  const origin = root.getBoundingClientRect();
  const { mapOpacity, mapThreshold } = app.preferences.kept;
  return [...root.querySelectorAll<HTMLElement>("[data-pane]")].flatMap((element) => {
    const shown = stage.shown[element.dataset["pane"] === "1" ? 1 : 0];
    const film = element.querySelector<HTMLCanvasElement>("canvas[data-way]");
    if (shown === null || film === null) return [];
    const { x, y, width, height } = element.getBoundingClientRect();
    return {
      shown,
      film,
      map: element.querySelector<HTMLCanvasElement>("canvas:not([data-way])"),
      area: { x: x - origin.x, y: y - origin.y, width, height },
      opacity: mapOpacity,
      threshold: mapThreshold,
      measures: stage.measurements.of(shown.pane.image),
    };
  });
}

/** Hands a file to the browser, which asks where it goes or puts it among the downloads. */
function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}

/** Saves what is seen on the stage as a PNG; nothing happens while there is no film. */
export async function savePicture(root: HTMLElement, app: App, stage: StageState): Promise<void> {
  const panes = panesOf(root, app, stage);
  const [first] = panes;
  if (first === undefined) return;
  const name = pictureName(
    panes.map(({ shown }) => shown.pane),
    app.preferences.kept.hideIdentity,
  );
  await app.notices.attempt(async () => {
    // The films without the room for the tools below them.
    const width = Math.max(...panes.map(({ area }) => area.x + area.width));
    const height = Math.max(...panes.map(({ area }) => area.y + area.height));
    const blob = await drawPicture(panes, { width, height }, first.shown.ratio)
      .convertToBlob({ type: "image/png" })
      .catch((cause: unknown) => {
        throw new LightboxError("door/internal", words.viewer.saveTrouble, words.viewer.saveRemedy, { cause });
      });
    download(blob, name);
    app.notices.news(words.viewer.saved(name));
  });
}
