import { serveWorkbench, untilStopped } from "../serve.ts";
import type { Command } from "./command.ts";
import { wholeNumber, word } from "./values.ts";
import { withWorkbench } from "./with-workbench.ts";

export const open: Command = {
  name: "open",
  summary: "Show a workspace in a browser on this machine (or through a tunnel), until Ctrl-C.",
  usage: "WORKSPACE",
  positionals: [1, 1],
  options: {
    port: { type: "string", value: "PORT", help: "port on 127.0.0.1 (default: any free one)" },
    "no-browser": { type: "boolean", help: "print the link only" },
  },
  run: (given) => {
    const port = wholeNumber(given, "port", 0, 0, 65535);
    const browser = given.values["no-browser"] !== true && !given.json;
    return withWorkbench(word(given, 0), async (bench) => {
      const door = await serveWorkbench(bench, given.terminal, { port, browser });
      given.publish({ workspace: bench.folder, address: door.address, link: door.link() });
      await untilStopped();
      return undefined;
    });
  },
};
