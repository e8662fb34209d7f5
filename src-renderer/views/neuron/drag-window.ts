import { way } from "./way.svelte.ts";

/** The right button's drag anywhere on the films changes the window of all of them; no menu opens there. */
export function dragWindow(area: HTMLElement): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let last: { readonly x: number; readonly y: number } | null = null;
  area.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 2) return;
      last = { x: event.clientX, y: event.clientY };
      area.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  area.addEventListener(
    "pointermove",
    (event) => {
      if (last === null) return;
      way.drag(event.clientX - last.x, event.clientY - last.y);
      last = { x: event.clientX, y: event.clientY };
    },
    { signal },
  );
  for (const end of ["pointerup", "pointercancel"] as const)
    area.addEventListener(
      end,
      () => {
        last = null;
      },
      { signal },
    );
  area.addEventListener(
    "contextmenu",
    (event) => {
      event.preventDefault();
    },
    { signal },
  );
  return () => {
    stop.abort();
  };
}
