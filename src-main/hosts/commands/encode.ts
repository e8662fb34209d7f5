import { duration } from "../progress-line.ts";
import type { Command } from "./command.ts";
import { oneOf, optionalPack, requiredPack, word } from "./values.ts";
import { call, followJob, jobSeconds, refusalLines, withWorkbench } from "./with-workbench.ts";

export const encode: Command = {
  name: "encode",
  summary: "Encode every film that has not been yet, and code it where an SAE is named.",
  usage: "WORKSPACE --encoder ID [--sae ID]",
  positionals: [1, 1],
  options: {
    encoder: { type: "string", value: "ID", help: "the encoder (see: lightbox models list)" },
    sae: { type: "string", value: "ID", help: "an SAE trained on it" },
    device: { type: "string", value: "NAME", help: "auto (default), cpu or webgpu" },
  },
  run: (given) => {
    const encoder = requiredPack(given, "encoder");
    const sae = optionalPack(given, "sae");
    const device = oneOf(given, "device", ["auto", "cpu", "webgpu"], "auto");
    return withWorkbench(word(given, 0), async (bench) => {
      const before = await bench.coverage(encoder, sae);
      const { job } = await call(bench, "encoder.encode", { encoder, device, ...(sae === undefined ? {} : { sae }) });
      const ended = await followJob(bench, job, given.terminal);
      const info = await call(bench, "workspace.info", {});
      const after = await bench.coverage(encoder, sae);
      const refused = await call(bench, "jobs.refusals", { job });
      const seconds = jobSeconds(ended);
      const document = {
        encoded: after.encoded - before.encoded,
        coded: after.coded - before.coded,
        device: info.device?.device ?? null,
        proof: info.device?.proof ?? null,
        seconds,
        refused,
      };
      const counts = `${String(document.encoded)} films encoded, ${String(document.coded)} coded`;
      const line = `${counts} on ${document.device ?? "no device"} in ${duration(seconds)} (${document.proof ?? "no proof"}).`;
      return { document, lines: [line, ...refusalLines(refused)] };
    });
  },
};
