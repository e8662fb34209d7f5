import { about } from "./about.ts";
import { commands } from "./commands.ts";
import { find } from "./find.ts";
import { jobs } from "./jobs.ts";
import { library } from "./library.ts";
import { lightbox } from "./lightbox.ts";
import { neuron } from "./neuron.ts";
import { neurons } from "./neurons.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { start } from "./start.ts";
import { viewer } from "./viewer.ts";
import { views } from "./views.ts";

/** The window in English, one file per view. */
export const english = {
  about,
  commands,
  find,
  jobs,
  library,
  lightbox,
  neuron,
  neurons,
  settings,
  shell,
  start,
  viewer,
  views,
};
