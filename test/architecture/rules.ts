import { globalsUsed, importsOf } from "./read-imports.ts";
import type { Import, Source } from "./read-imports.ts";

const ground = ["store", "jobs", "runtime"];
const walk = ["phantom", "intake", "encoder", "sae", "evidence", "attribution"];
/** Every room of src-main, in the order in which one may stand on another. */
export const rooms: readonly string[] = [...ground, ...walk, "workbench", "hosts"];
const contract = "src-preload/contract/";

/** Who alone may know a library: a folder (ending in "/") or a file. */
const owners: Readonly<Record<string, readonly string[]>> = {
  "npm:better-sqlite3": ["src-main/store/"],
  "npm:onnxruntime-node": ["src-main/runtime/"],
  "npm:dicom-parser": ["src-main/intake/"],
  "npm:sharp": ["src-main/intake/"],
  "npm:@cornerstonejs/codec-openjpeg": ["src-main/intake/"],
  "npm:@cornerstonejs/codec-openjph": ["src-main/intake/"],
  "npm:@cornerstonejs/codec-charls": ["src-main/intake/"],
  // The bridge is the other half of Electron's door.
  "npm:electron": ["src-main/hosts/electron.ts", "src-preload/index.ts"],
};

/** Files that speak HTTP on 127.0.0.1, or name its types, and the one that takes these modules from everybody else. */
const networkFiles = [
  "src-main/jobs/egress-guard.ts",
  "src-main/hosts/loopback.ts",
  "src-main/hosts/events.ts",
  "src-main/hosts/request-body.ts",
  "src-main/hosts/same-origin.ts",
];
const networkModules = ["http", "https", "http2", "net", "tls", "dgram", "dns", "dns/promises", "inspector"];
const networkGlobals = ["fetch", "WebSocket", "EventSource", "XMLHttpRequest"];
/** The window's half of the doors: it fetches from its own origin, which the policy of the page holds it to. */
const windowDoor = "src-renderer/platform/";

const longestFile = 400;
/** Somebody's home folder, on Linux, macOS or Windows. */
const homePath = /(?:^|[^.\w])\/(?:home|Users|root)\/\w|\b[A-Za-z]:[\\/]+Users[\\/]/;

/** Every line of the design that these sources cross, in words; none for a house in order. */
export function violations(sources: readonly Source[]): string[] {
  return [
    ...sources.flatMap(importsOf).flatMap((link) => complaints(link).map((why) => `${link.from} → ${link.to}: ${why}`)),
    ...sources.flatMap((source) => contentComplaints(source).map((why) => `${source.path}: ${why}`)),
  ];
}

/** Files that name a place which only one machine has: a home folder, or where this checkout lies. */
export function machinePaths(files: readonly Source[], checkout: string): string[] {
  const escaped = checkout.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  const own = new RegExp(String.raw`(?<![.\w/])${escaped}(?![\w.-])`);
  return files
    .filter(({ text }) => homePath.test(text) || own.test(text))
    .map(({ path }) => `${path}: names a path of one machine`);
}

function complaints(link: Import): string[] {
  return [layerComplaint(link), doorComplaint(link), ownerComplaint(link), networkComplaint(link)].filter(
    (complaint) => complaint !== undefined,
  );
}

/** A room of src-main, "workbench", "hosts", or undefined outside src-main. */
function roomOf(path: string): string | undefined {
  const [top, next] = path.split("/");
  if (top !== "src-main" || next === undefined) return undefined;
  return next === "workbench.ts" ? "workbench" : next;
}

/** Contract 0, ground 1, the walk from 2 in its order, then the workbench, then the hosts; undefined for an unknown room. */
function heightOf(room: string): number | undefined {
  if (ground.includes(room)) return 1;
  if (walk.includes(room)) return 2 + walk.indexOf(room);
  if (room === "workbench") return 2 + walk.length;
  return room === "hosts" ? 3 + walk.length : undefined;
}

function layerComplaint({ from, to }: Import): string | undefined {
  if (!to.startsWith("src-")) return undefined;
  if (from.startsWith("src-preload/")) {
    return to.startsWith("src-preload/") ? undefined : "the boundary imports nothing of ours";
  }
  if (from.startsWith("src-renderer/")) {
    const allowed = to.startsWith("src-renderer/") || to.startsWith(contract);
    return allowed ? undefined : "the renderer knows the contract and nothing else";
  }
  if (to.startsWith(contract)) return undefined;
  const rooms = [roomOf(from), roomOf(to)];
  const [own, other] = rooms;
  if (own === undefined || other === undefined) return "src-main imports only src-main and the contract";
  const [ownHeight, otherHeight] = [heightOf(own), heightOf(other)];
  if (ownHeight === undefined) return `"${own}" is no room of the design`;
  if (otherHeight === undefined) return `"${other}" is no room of the design`;
  if (own === other) return undefined;
  if (ownHeight === 1 && otherHeight === 1) return undefined;
  return otherHeight < ownHeight ? undefined : `${own} stands before ${other}`;
}

/** Another room is entered through its index.ts. */
function doorComplaint({ from, to }: Import): string | undefined {
  const [own, other] = [roomOf(from), roomOf(to)];
  if (own === undefined || other === undefined || own === other || other === "workbench") return undefined;
  return to === `src-main/${other}/index.ts` ? undefined : `enter ${other} through its index.ts`;
}

function ownerComplaint({ from, to }: Import): string | undefined {
  const allowed = owners[to];
  if (
    allowed === undefined ||
    allowed.some((place) => (place.endsWith("/") ? from.startsWith(place) : from === place))
  ) {
    return undefined;
  }
  return `only ${allowed.join(" and ")} may know ${to.slice("npm:".length)}`;
}

function networkComplaint({ from, to }: Import): string | undefined {
  const name = to.replace(/^(?:node|npm):/, "");
  if (to === name || !networkModules.includes(name) || networkFiles.includes(from)) return undefined;
  return "network modules belong to the loopback door and the egress guard";
}

function contentComplaints(source: Source): string[] {
  const lines = source.text.split("\n").length - 1;
  const network = source.path.startsWith(windowDoor) ? [] : globalsUsed(source, networkGlobals);
  return [
    ...(lines > longestFile ? [`${String(lines)} lines, more than ${String(longestFile)}`] : []),
    ...network.map((name) => `${name} is used outside the window's door`),
  ];
}
