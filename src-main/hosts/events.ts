import type { ServerResponse } from "node:http";
import type { AppEvent } from "../../src-preload/contract/index.ts";
import { hardeningHeaders } from "./headers.ts";

const heartbeatMilliseconds = 15_000;
/** A reader that lets more than this pile up is cut off; it reconnects and asks for everything again. */
const backlogBytes = 1 << 20;

type Subscribe = (listener: (event: AppEvent) => void) => () => void;

/** Keeps a response open as a stream of server-sent events until either side closes it. */
export function streamEvents(response: ServerResponse, subscribe: Subscribe): void {
  const headers = { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" };
  response.writeHead(200, { ...hardeningHeaders, ...headers });
  response.write("retry: 1000\n\n");
  const send = (text: string): void => {
    if (response.writableLength > backlogBytes) response.destroy();
    else response.write(text);
  };
  const unsubscribe = subscribe((event) => {
    send(`data: ${JSON.stringify(event)}\n\n`);
  });
  const heartbeat = setInterval(() => {
    send(": heartbeat\n\n");
  }, heartbeatMilliseconds);
  response.on("close", () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
}
