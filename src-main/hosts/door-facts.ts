import type { GuardName } from "../../src-preload/contract/about.ts";
import { guardEgress } from "../jobs/index.ts";
import type { OpenOptions } from "../workbench.ts";
import { lightboxHome } from "./workspaces.ts";

const everyDoor: readonly GuardName[] = ["policy", "ownCode"];

const ofDoor = { loopback: ["loopback"], electron: ["requests", "silence"] } as const;

/** How a door with a window opens its workbench: with the user's own folder, and with what keeps that door offline. */
export function windowOptions(door: keyof typeof ofDoor): Required<Pick<OpenOptions, "home" | "door">> {
  const guard = guardEgress();
  return { home: lightboxHome(), door: { refused: guard.refused, guards: [...everyDoor, ...ofDoor[door]] } };
}
