export { isReserved, replaceKey, resetKeys, takeKey } from "./assign.ts";
export type { OwnKeys } from "./assign.ts";
export { catalogue, clashes, commandIds, keysOf } from "./catalogue.ts";
export type { CommandId, CommandScope } from "./catalogue.ts";
export { Commands } from "./commands.svelte.ts";
export type { Actions } from "./commands.svelte.ts";
export { keystroke, showKeys, strokeOf } from "./keystroke.ts";
