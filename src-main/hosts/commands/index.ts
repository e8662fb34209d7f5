import { start } from "../start.ts";
import type { Command } from "./command.ts";
import { demo } from "./demo.ts";
import { encode } from "./encode.ts";
import { explain } from "./explain.ts";
import { importCommand } from "./import.ts";
import { info } from "./info.ts";
import { init } from "./init.ts";
import { jobs } from "./jobs.ts";
import { models } from "./models.ts";
import { neuron } from "./neuron.ts";
import { open } from "./open.ts";
import { phantom } from "./phantom.ts";
import { pixels } from "./pixels.ts";
import { preprocess } from "./preprocess.ts";
import { score } from "./score.ts";
import { train } from "./train.ts";

/** Every command in the order of the help: the order in which one meets them. */
export const commands: readonly Command[] = [
  start,
  demo,
  init,
  importCommand,
  models,
  encode,
  score,
  explain,
  neuron,
  info,
  open,
  jobs,
  train,
  pixels,
  preprocess,
  phantom,
];
