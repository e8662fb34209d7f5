import { count } from "../../drawing/index.ts";
import { duration } from "./time.ts";

const films = (n: number): string => (n === 1 ? "1 film is" : `${count(n)} films are`);

/** Words of a workspace in which nothing can be read yet: nothing is there, or the first films are on their way. */
export const start = {
  dropHere: "Drop chest films here",
  dropWhat: "DICOM, PNG or JPEG, single files or folders of them. Or a data set’s table (CSV) beside its films.",
  choose: "Choose files",
  onTheWay: "Your files are on their way …",
  unread: (n: number) => `${films(n)} here, none has been read`,
  unreadHint: "Encode them to see which neurons fire on each, and where.",
  read: "Encode and score",
  next: "What happens next",
  steps: [
    "Films are imported. The files stay where they are; what cannot be read is listed with its reason.",
    "The encoder turns each film into an embedding, and the SAE into the few neurons that fire on it.",
    "Every neuron is scored over all films: how often it fires, and with which findings.",
    "You read: film by film, what fires, where on the film, and on which other films it fires most.",
  ],
  here: "All of it on this machine. Nothing is sent anywhere.",

  demoTitle: "Setting up the demonstration",
  demoLead:
    "Lightbox draws synthetic chest films, reads them with the demo encoder and scores every neuron. The films open here as soon as the first ones can be read.",
  firstTitle: "Reading your films for the first time",
  firstLead: "Every film goes through the encoder once. The films open here as soon as the first ones can be read.",
  stopped: (state: string) => `This was ${state}. What was done stays.`,
  goOn: "Go on",
  elapsed: (seconds: number) => `${duration(seconds)} elapsed`,
  inWorkspace: (n: number) => (n === 1 ? "1 film in the workspace" : `${count(n)} films in the workspace`),
  notUsed: (n: number) => `${count(n)} not used, see Jobs`,
  latest: "Films that came in last",
  /** Of a film whose patient is not to be named. */
  film: "Chest film",

  stages: {
    made: "Films made",
    imported: "Films imported",
    encoded: "Films encoded",
    coded: "Films coded",
    scored: "Neurons scored",
  },
  states: { done: "done", running: "running", waiting: "waiting", stopped: "stopped" },
  progress: (done: number, total: number) => `${count(done)} of ${count(total)}`,
};
