import type { AppEvent, MethodInput, MethodName, MethodOutput } from "../../src-preload/contract/index.ts";
import type { Client } from "./client.ts";
import { collectFiles, relativePath } from "./dropped-files.ts";
import { openEnvelope, reach, readData } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";

async function answerOf<Value>(response: Promise<Response>): Promise<Value> {
  return openEnvelope((await (await reach(response)).json()) as Envelope<Value>);
}

function listen(listener: (event: AppEvent) => void, connected: (up: boolean) => void): () => void {
  const source = new EventSource("/events");
  let interrupted = false;
  source.onmessage = (message: MessageEvent<string>) => {
    listener(JSON.parse(message.data) as AppEvent);
  };
  source.onerror = () => {
    interrupted = true;
    connected(false);
  };
  // Events sent while the line was down are lost: ask for everything again.
  source.onopen = () => {
    connected(true);
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

/** Keeps the files under one folder; what comes back is short however many they are: that folder and the tables in it. */
async function uploadAll(files: readonly File[]): Promise<string[]> {
  // One folder for each drop: two files of one name do not meet, and a table lies beside its films as it did before.
  const drop = dropName(new Date());
  const paths: string[] = [];
  for (const file of files) paths.push(await upload(file, drop));
  return paths.length < 2 ? paths : [...new Set(paths.map((path) => withoutRest(path, drop)))];
}

/** A table stays itself, a film becomes the folder of its drop; a path that was kept without it stays as it is. */
function withoutRest(path: string, drop: string): string {
  const place = path.indexOf(drop);
  return place < 0 || /\.(csv|tsv)(\.gz)?$/i.test(path) ? path : path.slice(0, place + drop.length);
}

/** Names the folder and so the job: "Dropped 2026-11-21 05.32.28 1f0c9a2e", in UTC. */
function dropName(now: Date): string {
  const time = now.toISOString().slice(0, 19).replace("T", " ").replaceAll(":", ".");
  return `Dropped ${time} ${crypto.randomUUID().slice(0, 8)}`;
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
    call: <Name extends MethodName>(name: Name, input: MethodInput<Name>) => {
      // Preferences are kept as the window closes too, when a plain request is dropped.
      const keepalive = name === "preferences.set";
      const request = { method: "POST", headers, body: JSON.stringify(input), keepalive };
      return answerOf<MethodOutput<Name>>(fetch(`/api/${name}`, request));
    },
    onEvent: listen,
    data: async (path) => readData(path, await reach(fetch(`/data/${path}`))),
    dataUrl: (path) => `/data/${path}`,
    collect: collectFiles,
    drop: uploadAll,
  };
}
