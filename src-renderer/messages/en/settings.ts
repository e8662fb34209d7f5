import { count } from "../../drawing/index.ts";

const per = (value: number): string => `${String(Math.round(100 * value))} %`;

/** Words of the settings view. */
export const settings = {
  title: "Settings",
  lead: "How you like Lightbox, in every workspace. Kept on this machine as soon as you change it.",
  sections: { look: "Appearance", reading: "Reading", device: "Device", keys: "Keys", privacy: "Privacy" },

  theme: "Theme",
  themeNote: "Films stand on black in every theme.",
  themes: { system: "As the system", dark: "Dark", light: "Light" },
  contrast: "Contrast",
  contrastNote: "More contrast makes text, lines and edges stronger. The system’s own wish is followed too.",
  contrasts: { system: "As the system", more: "More" },
  textSize: "Text size",
  textSizeNote: "Everything that is written, and the rows that hold it.",
  textSizeOf: (size: number) => `${String(size)} %`,

  map: "Map",
  mapNote:
    "Centred: what is special about this film; each cell’s mean over the data set is taken off. Plain: all of it.",
  maps: { centred: "Centred", plain: "Plain" },
  opacity: "Strength of the map",
  opacityNote: "How much of the film the strongest cells cover.",
  threshold: "Weak cells",
  thresholdNote: "Cells below this share of the largest stay clear.",
  per,
  spoken: (value: number) => `${String(Math.round(100 * value))} per cent`,
  corners: "Writing on the film",
  cornersNote: "Patient, technique, marks and numbers in the corners.",
  mouse: "Mouse",
  mouseNote:
    "What a drag with each button does to the film. A tool that is taken up has the left button until it is put away.",
  buttons: { left: "Left button", middle: "Middle button", right: "Right button" },
  tools: {
    window: "Window and level",
    pan: "Move",
    zoom: "Zoom",
    magnify: "Magnifying glass",
    length: "Measure a length",
    angle: "Measure an angle",
    ratio: "Cardiothoracic ratio",
    probe: "Ask a place",
  },
  wheel: "Wheel",
  wheels: { zoom: "Zoom", leaf: "Leaf through the films" },
  mouseUsual: "As usual",
  mouseChanged: (what: string, to: string) => `${what}: ${to}`,
  mouseReset: "Mouse as usual",

  deviceNext: "For the next encoding",
  deviceNote:
    "Automatic tries WebGPU and takes it where its numbers are right and it is faster, else the CPU. A device that is named is taken, or the job says why it cannot be.",
  devices: { auto: "Automatic", cpu: "CPU", webgpu: "WebGPU" },
  deviceLast: "The last encoding",
  deviceNone: "Nothing has been encoded in this workspace yet.",
  drawing: "Drawing films",
  drawingNote:
    "The greys are the same either way. Automatic takes the graphics card where there is a real one; an imitated one is slower than the processor.",
  drawings: { auto: "Automatic", card: "Graphics card", processor: "Processor" },
  ranOn: (device: "cpu" | "webgpu") => `Ran on ${device === "cpu" ? "the CPU" : "WebGPU"}.`,

  keysNote: "Press on a key to choose another one for it. A key may do two things only in two different views.",
  keysSearch: "Search the commands",
  keysSearchHint: "A command or a key",
  keysNone: (typed: string) => `No command and no key is like “${typed}”.`,
  keysReset: "All as usual",
  keysResetDone: "All keys as usual",
  keyOf: (title: string, key: string) => `${title}: ${key}. Choose another key`,
  keyAdd: (title: string) => `${title}: add a key`,
  keyUsual: (title: string) => `${title}: as usual`,
  keyNone: "no key",
  keyPress: "Press a key …",
  keyThen: (key: string) => `${key} …`,
  keyRecording: "Press the new key, or two one after the other. Esc leaves it as it was.",
  keyRemove: "Take the key away",
  keyLeave: "Leave it as it was",
  keySwap: "Swap",
  keyTake: "Use it here",
  keyClash: (key: string, others: readonly string[]) => `${key} already calls: ${others.join("; ")}.`,
  keyWithScope: (title: string, scope: string) => `“${title}” (${scope})`,
  keyReserved: (key: string) =>
    `${key} belongs to the window or to text fields and cannot be given away. Press another one.`,
  keyChanged: (title: string) => `Keys for “${title}”`,

  hide: "Hide who is on the films",
  hideNote:
    "Patient, study and file name stay off the screen everywhere, in the window’s title too. Nothing is deleted.",
  kept: "What is kept, and where",
  keptWorkspace: "The workspace",
  keptWorkspaceNote:
    "Thumbnails, embeddings, codes, statistics, labels, reports and saved views, and the path of every film. Whoever can read this folder can read them.",
  removed: "Who is on the films",
  removedNote:
    "As DICOM films come in, patient and study get pseudonyms that no other workspace uses, dates move back by the same days for each patient, ages of 90 and more are one, and names, numbers and free text stay out. The path of a film is kept, because its pixels are read from there. On the command line --keep-identity keeps all of it.",
  keptFilms: "Your films",
  keptFilmsNote: (films: number) =>
    `${films === 1 ? "The 1 film stays" : `All ${count(films)} films stay`} in the files they came in. Lightbox reads these and never changes them. Films that were dropped on a browser window are kept as copies in the workspace.`,
  keptPreferences: "These settings",
  keptPreferencesNote:
    "preferences.json in your own Lightbox folder: the folder Lightbox in your home, or the one that LIGHTBOX_HOME names. Nothing about films or patients is in it.",
  leaves: "What leaves this machine",
  leavesNote: "Nothing. About says how that is held, and what was refused.",
  toAbout: "See how",
  copyPath: "Copy the path",
  pathCopied: "The path is on the clipboard.",
};
