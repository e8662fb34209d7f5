import type { AppEvent, MethodInput, MethodName, MethodOutput } from "../../src-preload/contract/index.ts";
import type { Client } from "./client.ts";
import { collectFiles, relativePath } from "./dropped-files.ts";
import { openEnvelope, reach, readData } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";

async function answerOf<Value>(response: Promise<Response>): Promise<Value> {
  return openEnvelope((await (await reach(response)).json()) as Envelope<Value>);
}

function listen(listener: (event: AppEvent) => void): () => void {
  const source = new EventSource("/events");
  let interrupted = false;
  source.onmessage = (message: MessageEvent<string>) => {
    listener(JSON.parse(message.data) as AppEvent);
  };
  source.onerror = () => {
    interrupted = true;
  };
  // Events sent while the line was down are lost: ask for everything again.
  source.onopen = () => {
    if (interrupted) listener({ event: "workspace" });
    interrupted = false;
  };
  return () => {
    source.close();
  };
}

async function upload(file: File, drop: string): Promise<string> {
  const address = `/drop?name=${encodeURIComponent(`${drop}/${relativePath(file)}`)}`;
  const headers = { "content-type": "application/octet-stream" };
  const reply = await reach(fetch(address, { method: "POST", headers, body: file }));
  const body = (await reply.json()) as Envelope<{ path: string }> | { path: string };
  return "ok" in body ? openEnvelope(body).path : body.path;
}

/** Trades the one-time token in the address for a cookie and takes it out of the address; false without a token. */
export async function openSession(): Promise<boolean> {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null) return false;
  history.replaceState(null, "", location.pathname + location.search);
  const headers = { "content-type": "application/json" };
  const reply = await reach(fetch("/session", { method: "POST", headers, body: JSON.stringify({ token }) }));
  return reply.ok;
}

/** A browser window on 127.0.0.1: calls and bytes over HTTP, events as a stream. */
export function loopbackClient(): Client {
  const headers = { "content-type": "application/json" };
  return {
    call: <Name extends MethodName>(name: Name, input: MethodInput<Name>) =>
      answerOf<MethodOutput<Name>>(fetch(`/api/${name}`, { method: "POST", headers, body: JSON.stringify(input) })),
    onEvent: listen,
    data: async (path) => readData(path, await reach(fetch(`/data/${path}`))),
    dataUrl: (path) => `/data/${path}`,
    collect: collectFiles,
    drop: async (files) => {
      const paths: string[] = [];
      // One folder for each drop: two files of one name do not meet, and a table lies beside its films as it did before.
      const drop = crypto.randomUUID();
      for (const file of files) paths.push(await upload(file, drop));
      return paths;
    },
  };
}
