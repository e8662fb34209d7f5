import { count } from "../../drawing/index.ts";

const films = (n: number): string => (n === 1 ? "1 film" : `${count(n)} films`);

/** Words of the frame around every view. */
export const shell = {
  product: "Lightbox",
  /** Said in every window. */
  researchUse: "Research use only. Not for clinical use.",
  offline: "Offline",
  offlineMore: ", nothing leaves this machine",
  offlineTitle: "Lightbox opens no connection to any other machine",
  stopped: "Lightbox has stopped. Start it again to go on.",
  places: "Places",
  library: "Library",
  film: "Lightbox",
  neurons: "Neurons",
  jobs: "Jobs",
  settings: "Settings",
  about: "About",
  find: "Find or do",
  help: "Keys",
  loading: "Reading …",
  close: "Close",
  messages: "Messages",
  closeMessage: "Close this message",
  done: (title: string) => `Done: ${title}`,
  undone: (title: string) => `Taken back: ${title}`,
  redone: (title: string) => `Done again: ${title}`,
  /** In the place of a patient or a file that is not to be named. */
  hiddenName: "(name hidden)",
  undo: "Undo",
  redo: "Redo",
  copied: "Copied.",
  copyNotAllowed: "The clipboard is not to be had here; mark the text and copy it yourself.",
  linkCopied: "The address of this view is on the clipboard.",
  linkNotCopied: (address: string) => `The clipboard is not to be had; the address is ${address}`,
  dropHere: "Drop to import",
  dropWhat: "Films as DICOM, PNG or JPEG, folders of them, or a data set’s table (CSV)",
  then: "then",
  neuronCount: (count: string) => `${count} neurons`,

  keysTitle: "Keys",
  keysHere: "Here and now",
  keysChange: "Choose other keys",
  /** While the second of two keys is waited for. */
  pending: (keys: string) => `${keys} …`,

  /** A window that may not talk to Lightbox. */
  closedTitle: "This window has no key to Lightbox",
  closedBefore:
    "Lightbox runs on your machine and opens its window with an address that works once. Go to the terminal where it runs and open the address that it printed, all of it, with the part after the ",
  closedAfter: ".",
  closedAgain: "If it is not running any more, start it again.",

  /** What came of a drop. */
  identityRemoved: (n: number) => `Names, numbers and exact dates of ${films(n)} stayed out of the workspace.`,
  identityKept: (n: number) => `Who is on ${films(n)} was kept, as asked.`,
  burnedIn: (n: number) => `There may be writing in the picture of ${films(n)}. Pictures are never changed.`,
  showWritten: "Show them",
  imported: (added: number, refused: number) => {
    const fresh = added === 1 ? "1 new film is in." : `${count(added)} new films are in.`;
    const files = refused === 1 ? "1 file was" : `${count(refused)} files were`;
    const told = added === 0 ? "No film is new." : fresh;
    return refused === 0 ? told : `${told} ${files} not imported.`;
  },
  showReasons: "Show why",
  labelsFrom: (used: string, others: readonly string[]) => {
    const [only] = others;
    const more =
      others.length === 1 && only !== undefined ? `${only} was` : `${count(others.length)} other tables were`;
    return `Labels come from ${used}; ${more} not used. Drop one table at a time.`;
  },
  unreachable: {
    message: "Lightbox does not answer; it may have been closed.",
    remedy: "Start Lightbox again and open the address that it prints.",
  },
  pixelsMissing: { message: "The pixels of this film could not be read.", remedy: "Open the film again." },
  mapsMissing: { message: "The maps of this film could not be read.", remedy: "Open the film again." },
  nothingReadable: {
    message: "There was no file in what you dropped.",
    remedy: "Drop films (DICOM, PNG, JPEG), a folder of them, or a data set’s table (CSV).",
  },
  noModels: {
    message: "The films are in, but there is no encoder with an SAE to read them with.",
    remedy: "Add a model pack (a folder with manifest.json) to the workspace first.",
  },
};
