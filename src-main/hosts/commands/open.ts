import { openWorkbench } from "../../workbench.ts";
import type { Workbench } from "../../workbench.ts";
import { windowOptions } from "../door-facts.ts";
import { serveWorkbench, untilStopped } from "../serve.ts";
import type { Command } from "./command.ts";
import { startAddress, startAddressHelp, wholeNumber, word } from "./values.ts";
import { withWorkbench } from "./with-workbench.ts";

export const open: Command = {
  name: "open",
  summary: "Show a workspace in a browser on this machine (or through a tunnel), until Ctrl-C.",
  usage: "WORKSPACE",
  positionals: [1, 1],
  options: {
    port: { type: "string", value: "PORT", help: "port on 127.0.0.1 (default: any free one)" },
    at: startAddressHelp,
    "no-browser": { type: "boolean", help: "print the link only" },
  },
  run: (given) => {
    const port = wholeNumber(given, "port", 0, 0, 65535);
    const browser = given.values["no-browser"] !== true && !given.json;
    const at = startAddress(given);
    const show = async (bench: Workbench): Promise<undefined> => {
      const door = await serveWorkbench(bench, given.terminal, { port, browser, at });
      given.publish({ workspace: bench.folder, address: door.address, link: door.link() });
      await untilStopped();
      return undefined;
    };
    return withWorkbench(word(given, 0), show, (folder) => openWorkbench(folder, windowOptions("loopback")));
  },
};
