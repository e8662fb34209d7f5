import type { GuardName } from "../../../src-preload/contract/index.ts";
import { count } from "../../drawing/index.ts";

const requests = (n: number): string => (n === 1 ? "1 request" : `${count(n)} requests`);

const guards: Readonly<Record<GuardName, string>> = {
  policy: "The window may load and ask for Lightbox’s own files and data and nothing else (Content Security Policy).",
  ownCode:
    "Lightbox’s own code opens connections to this machine only and looks up no other name: every attempt is refused, and counted where it was not the compute process’s.",
  loopback:
    "Lightbox listens on 127.0.0.1 only, where other machines cannot reach it; a browser needs a link that works once, and requests from other pages are refused.",
  requests:
    "Every request of the window that is not for Lightbox’s own files is cancelled before it is sent, and no host name has an address there.",
  silence: "Nothing listens for connections.",
};

/** Words of the about view. */
export const about = {
  title: "About",
  version: (version: string) => `Version ${version}`,
  licence: (licence: string) => `Licence: ${licence}`,
  what: "Lightbox breaks a chest X-ray model’s embedding into sparse neurons, shows on the film where each neuron gets its evidence, and on which other films it fires.",
  use: "For research only",
  useText: [
    "Lightbox is for looking at what a model has learned. It is not a medical device and is not for clinical use: not for diagnosis, not for triage, not for deciding on or checking the treatment of a patient.",
    "A map says which parts of the film add to a neuron’s number in this model. It does not say that a finding is there, and a neuron that fires with a finding on these films need not do so on others.",
    "Monitors, windows and 8-bit picture files here are not made for reading films diagnostically.",
  ],

  network: "Network",
  left: "0 requests left this machine",
  leftHow: "Each attempt to reach another machine is refused, and counted here.",
  byLightbox: (n: number) =>
    `Lightbox’s own processes: ${n === 0 ? "none tried" : `${requests(n)} refused`} since it was started.`,
  last: (where: string) => `The last wanted to go to ${where}.`,
  byWindow: (n: number) => `This window: ${n === 0 ? "none tried" : `${requests(n)} blocked`} since it was opened.`,
  guards: "What stands in the way",
  guard: guards,
  browser:
    "You see Lightbox in a browser. What the browser does for itself, such as looking for updates, is not Lightbox’s and is not counted here.",
  unknown: "What keeps this window offline is not known.",

  models: "Models in this workspace",
  modelKinds: { encoder: "Encoder", sae: "SAE" },
  modelFrom: { bundled: "comes with Lightbox", workspace: "added to this workspace" },
  modelVersion: (version: string) => `version ${version}`,
  modelSizes: (neurons: number | null, embedding: number, grid: readonly [number, number] | null) =>
    [
      ...(neurons === null ? [] : [`${count(neurons)} neurons`]),
      `embedding of ${count(embedding)}`,
      ...(grid === null ? [] : [`map of ${String(grid[0])} × ${String(grid[1])}`]),
    ].join(", "),
  modelFor: (encoder: string) => `reads ${encoder}`,
  modelLicence: "Licence",
  modelUse: "Intended use",
  modelData: "Training data",
  modelHash: "SHA-256",
  modelNone: "not stated",
  noModels: "There is no model here.",
  showCard: "Show the model card",
  hideCard: "Hide the model card",
  card: (name: string) => `Model card of ${name}`,
  copyHash: (name: string) => `Copy the whole SHA-256 of ${name}`,
  hashCopied: "The whole SHA-256 is on the clipboard.",

  runtimes: "Built on",
  packages: "Other people’s work",
  packagesNote: (n: number) => `${count(n)} packages with their licences.`,
  packagesSearch: "Search the packages",
  packagesSearchHint: "A package or a licence",
  packagesNone: (typed: string) => `No package and no licence is like “${typed}”.`,
  packageName: "Package",
  packageVersion: "Version",
  packageLicence: "Licence",
};
