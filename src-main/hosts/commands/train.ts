import { resolve } from "node:path";
import { duration } from "../progress-line.ts";
import type { Command } from "./command.ts";
import { packOfFolder, requiredPack, requiredText, wholeNumber, word } from "./values.ts";
import { followJob, jobSeconds, withWorkbench } from "./with-workbench.ts";

export const train: Command = {
  name: "train",
  summary: "Train a TopK SAE on the workspace's embeddings and write it as a model pack; the folder's name is its id.",
  usage: "WORKSPACE --encoder ID --neurons M --k K --out DIR",
  positionals: [1, 1],
  options: {
    encoder: { type: "string", value: "ID", help: "the encoder whose embeddings are used" },
    neurons: { type: "string", value: "M", help: "neurons of the SAE (default 512)" },
    k: { type: "string", value: "K", help: "neurons that may fire on one film (default 16)" },
    steps: { type: "string", value: "N", help: "training steps (default 2000)" },
    seed: { type: "string", value: "S", help: "the same seed gives the same SAE (default 1)" },
    out: { type: "string", value: "DIR", help: "folder of the pack to write" },
  },
  run: (given) => {
    const out = resolve(requiredText(given, "out"));
    const parameters = {
      encoder: requiredPack(given, "encoder"),
      id: packOfFolder(out, "out"),
      out,
      neurons: wholeNumber(given, "neurons", 512, 1),
      k: wholeNumber(given, "k", 16, 1),
      steps: wholeNumber(given, "steps", 2000, 1),
      seed: wholeNumber(given, "seed", 1),
    };
    return withWorkbench(word(given, 0), async (bench) => {
      const ended = await followJob(bench, bench.train(parameters).id, given.terminal);
      const seconds = jobSeconds(ended);
      return { document: { ...parameters, seconds }, lines: [`Wrote ${out} in ${duration(seconds)}.`] };
    });
  },
};
