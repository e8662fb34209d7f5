import { guardEgress } from "../jobs/index.ts";
import type { OpenOptions } from "../workbench.ts";
import { lightboxHome } from "./workspaces.ts";

const everyDoor = [
  "The window may load and ask for Lightbox's own files and data and nothing else (Content Security Policy).",
  "Lightbox's own code opens connections to this machine only and looks up no other name: every attempt is refused, and counted where it was not the compute process's.",
];

const ofDoor = {
  loopback: [
    "Lightbox listens on 127.0.0.1 only, where other machines cannot reach it; a browser needs a link that works once, and requests from other pages are refused.",
  ],
  electron: [
    "Every request of the window that is not for Lightbox's own files is cancelled before it is sent, and no host name has an address there.",
    "Nothing listens for connections.",
  ],
} as const;

/** How a door with a window opens its workbench: with the user's own folder, and with what keeps that door offline. */
export function windowOptions(door: keyof typeof ofDoor): Required<Pick<OpenOptions, "home" | "door">> {
  const guard = guardEgress();
  return { home: lightboxHome(), door: { refused: guard.refused, guards: [...everyDoor, ...ofDoor[door]] } };
}
