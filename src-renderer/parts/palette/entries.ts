import type { ImageRow, SavedView } from "../../../src-preload/contract/index.ts";
import type { CommandId } from "../../commands/index.ts";
import { neuronNumber } from "../../drawing/index.ts";
import { findingsLine, joined } from "../../messages/film-name.ts";
import { words } from "../../messages/index.ts";
import { addressOf, parseAddress } from "../../navigation/index.ts";
import type { Route } from "../../navigation/index.ts";
import { beginnings, placeTitle } from "../places.ts";
import { matchRank, typedAddress, typedNeuron } from "./match.ts";

/** Something that can be chosen in the palette. */
export type Choice =
  | { readonly kind: "address"; readonly route: Route }
  | { readonly kind: "neuron"; readonly neuron: number }
  | { readonly kind: "finding"; readonly finding: string }
  | { readonly kind: "command"; readonly command: CommandId }
  | { readonly kind: "view"; readonly view: SavedView }
  | { readonly kind: "film"; readonly film: ImageRow };

export interface Group {
  readonly name: "recent" | "address" | "neuron" | "finding" | "place" | "command" | "view" | "film";
  readonly choices: readonly Choice[];
}

/** What there is to choose from, besides what is typed. */
export interface Stock {
  /** Commands that can be called now. */
  readonly commands: readonly CommandId[];
  readonly views: readonly SavedView[];
  /** Films that hold the text. */
  readonly films: readonly ImageRow[];
  /** Chosen last, the newest first. */
  readonly recent: readonly Choice[];
  /** Findings of the workspace. */
  readonly findings: readonly string[];
  /** Neurons of the SAE in use; 0 without one. */
  readonly neurons: number;
}

/** Commands shown at most while something is typed. */
const most = 8;

/** What the palette offers for a text, group by group; empty groups are left out. */
export function groupsFor(typed: string, stock: Stock): Group[] {
  const groups = typed.trim() === "" ? beginning(stock) : answers(typed, stock);
  return groups.filter(({ choices }) => choices.length > 0);
}

function beginning({ commands, views, recent }: Stock): Group[] {
  const known = new Set(recent.map(keyOf));
  const others = (ids: readonly CommandId[]) => ids.map(command).filter((choice) => !known.has(keyOf(choice)));
  return [
    {
      name: "recent",
      choices: recent.filter((choice) => choice.kind !== "command" || commands.includes(choice.command)),
    },
    { name: "place", choices: others(commands.filter(isPlace)) },
    { name: "view", choices: views.map(view).filter((choice) => !known.has(keyOf(choice))) },
    { name: "command", choices: others(commands.filter((id) => !isPlace(id))) },
  ];
}

function answers(typed: string, { commands, views, films, findings, neurons }: Stock): Group[] {
  const address = typedAddress(typed);
  const neuron = typedNeuron(typed);
  const matching = ranked(commands, (id) => words.commands.titles[id], typed);
  return [
    { name: "address", choices: address === null ? [] : [{ kind: "address", route: parseAddress(address) }] },
    { name: "neuron", choices: neuron === null || neuron >= neurons ? [] : [{ kind: "neuron", neuron }] },
    {
      name: "finding",
      choices:
        neurons === 0
          ? []
          : ranked(findings, (finding) => finding, typed).map((finding) => ({ kind: "finding", finding })),
    },
    { name: "place", choices: matching.filter(isPlace).map(command) },
    {
      name: "command",
      choices: matching
        .filter((id) => !isPlace(id))
        .slice(0, most)
        .map(command),
    },
    { name: "view", choices: ranked(views, ({ name }) => name, typed).map(view) },
    { name: "film", choices: films.map((film) => ({ kind: "film", film }) as const) },
  ];
}

function ranked<Item>(items: readonly Item[], titleOf: (item: Item) => string, typed: string): Item[] {
  return items
    .map((item) => ({ item, rank: matchRank(titleOf(item), typed) }))
    .filter((entry): entry is { item: Item; rank: number } => entry.rank !== null)
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

function isPlace(id: CommandId): boolean {
  return id.startsWith("go.") && Object.hasOwn(beginnings, id.slice("go.".length));
}

function command(id: CommandId): Choice {
  return { kind: "command", command: id };
}

function view(saved: SavedView): Choice {
  return { kind: "view", view: saved };
}

/** What tells a choice from all others. */
export function keyOf(choice: Choice): string {
  switch (choice.kind) {
    case "address":
      return `address ${addressOf(choice.route)}`;
    case "neuron":
      return `neuron ${String(choice.neuron)}`;
    case "finding":
      return `finding ${choice.finding}`;
    case "command":
      return `command ${choice.command}`;
    case "view":
      return `view ${choice.view.name}`;
    case "film":
      return `film ${choice.film.image}`;
  }
}

/** Where a choice leads; null for a command, which does something. */
export function routeOf(choice: Choice): Route | null {
  switch (choice.kind) {
    case "address":
      return choice.route;
    case "neuron":
      return { view: "neuron", sae: null, neuron: choice.neuron, seed: 1 };
    case "finding":
      return { view: "neurons", query: { finding: choice.finding, sort: "association", descending: true } };
    case "view":
      return parseAddress(choice.view.address);
    case "film":
      return { view: "film", image: choice.film.image, neuron: "strongest", beside: null, filter: {} };
    case "command":
      return null;
  }
}

/** A choice in words: what it is, and quietly what there is to know of it. `hidden`: no patient and no file is named. */
export function sayChoice(choice: Choice, hidden: boolean): { readonly title: string; readonly detail: string } {
  switch (choice.kind) {
    case "address":
      return { title: placeTitle(choice.route), detail: hidden ? "" : addressOf(choice.route) };
    case "neuron":
      return { title: words.find.neuron(neuronNumber(choice.neuron)), detail: "" };
    case "finding":
      return { title: words.find.finding(choice.finding), detail: words.find.findingMore };
    case "command":
      return { title: words.commands.titles[choice.command], detail: "" };
    case "view":
      return { title: choice.view.name, detail: placeTitle(parseAddress(choice.view.address)) };
    case "film":
      return sayFilm(choice.film, hidden);
  }
}

function sayFilm(film: ImageRow, hidden: boolean): { title: string; detail: string } {
  const who = film.patient === null ? film.name : words.find.patient(film.patient);
  const title = joined([hidden ? words.find.film : who, film.projection ?? film.view]);
  return { title, detail: findingsLine(film) };
}

/** The newest choices, each once. */
export function remember(choice: Choice, recent: readonly Choice[]): Choice[] {
  return [choice, ...recent.filter((known) => keyOf(known) !== keyOf(choice))].slice(0, 6);
}
