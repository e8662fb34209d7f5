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
      const after = await bench.coverage(encoder, sae);
      const refused = await call(bench, "jobs.refusals", { job });
      const seconds = jobSeconds(ended);
      const encoded = after.encoded - before.encoded;
      // Where nothing was encoded, what is remembered is the device of an earlier run.
      const ran = encoded > 0 ? after.device : null;
      const document = {
        encoded,
        coded: after.coded - before.coded,
        device: ran?.device ?? null,
        proof: ran?.proof ?? null,
        seconds,
        refused,
      };
      return { document, lines: [encodeLine(document, after.encoded), ...refusalLines(refused)] };
    });
  },
};

interface Encoded {
  readonly encoded: number;
  readonly coded: number;
  readonly device: string | null;
  readonly proof: string | null;
  readonly seconds: number;
  readonly refused: readonly unknown[];
}

/** What was done, for people; `held` films are encoded in all. */
export function encodeLine({ encoded, coded, device, proof, seconds, refused }: Encoded, held: number): string {
  if (encoded === 0 && coded === 0 && refused.length === 0) {
    return held === 0 ? "Nothing to do: there are no films yet." : "Nothing to do: every film is encoded already.";
  }
  const where = device === null ? "" : ` on ${device}`;
  const how = proof === null ? "" : ` (${proof})`;
  return `${String(encoded)} films encoded, ${String(coded)} coded${where} in ${duration(seconds)}${how}.`;
}
