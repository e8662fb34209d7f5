export { default as Stage } from "./components/Stage.svelte";
export type { Pane, PaneMap, ProbedPlace } from "./pane.ts";
export { useStage } from "./stage-state.svelte.ts";
export type { StageState } from "./stage-state.svelte.ts";
