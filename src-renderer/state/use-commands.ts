import { onDestroy } from "svelte";
import type { Actions } from "../commands/index.ts";
import { useApp } from "./app.svelte.ts";

/** Brings a component's commands for as long as it is there. Called while the component is made. */
export function useCommands(actions: Actions): void {
  onDestroy(useApp().commands.offer(actions));
}
