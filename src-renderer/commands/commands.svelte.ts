import { SvelteMap } from "svelte/reactivity";
import { commandIds, keysOf, repeats } from "./catalogue.ts";
import type { CommandId } from "./catalogue.ts";
import { belongsTo, showKeys, strokeOf } from "./keystroke.ts";

export type Actions = Partial<Readonly<Record<CommandId, () => void>>>;

/** Two keys one after the other have to follow each other this fast. */
const chordMilliseconds = 1200;

/** What each command does now, and the keys that call it. Views bring their commands and take them away with them. */
export class Commands {
  readonly #actions = new SvelteMap<CommandId, () => void>();
  readonly #own: () => Readonly<Record<string, readonly string[]>>;
  /** The first key of two, while the second is waited for. */
  pending = $state.raw<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly isMac = /mac/i.test(navigator.userAgent);

  /** @param own the person's own keys by command */
  constructor(own: () => Readonly<Record<string, readonly string[]>>) {
    this.#own = own;
  }

  /** Brings commands; returns the function that takes them away again. */
  offer(actions: Actions): () => void {
    const entries = Object.entries(actions) as [CommandId, () => void][];
    for (const [id, action] of entries) this.#actions.set(id, action);
    return () => {
      for (const [id, action] of entries) if (this.#actions.get(id) === action) this.#actions.delete(id);
    };
  }

  /** Commands that can be called now, in the catalogue's order. */
  get available(): readonly CommandId[] {
    return commandIds.filter((id) => this.#actions.has(id));
  }

  run(id: CommandId): void {
    this.#actions.get(id)?.();
  }

  keys(id: CommandId): readonly string[] {
    return keysOf(id, this.#own());
  }

  /** The first key of a command as it is printed; empty where it has none. */
  hint(id: CommandId): string {
    const [first] = this.keys(id);
    return first === undefined ? "" : showKeys(first, this.isMac);
  }

  /** Listens to the keys of the whole window; returns the function that stops. */
  listen(): () => void {
    const hear = (event: KeyboardEvent): void => {
      this.#hear(event);
    };
    window.addEventListener("keydown", hear);
    return () => {
      window.removeEventListener("keydown", hear);
    };
  }

  #hear(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const stroke = strokeOf(event);
    if (stroke === null || belongsTo(event.target, stroke)) return;
    const typed = this.pending === null ? stroke : `${this.pending} ${stroke}`;
    const id = this.available.find((one) => this.keys(one).includes(typed));
    const begins = this.available.some((one) => this.keys(one).some((keys) => keys.startsWith(`${typed} `)));
    this.#await(id === undefined && begins ? typed : null);
    if (id === undefined && !begins) return;
    event.preventDefault();
    // A key that is held down steps on; it does not switch something on and off.
    if (id !== undefined && (!event.repeat || repeats(id))) this.run(id);
  }

  #await(pending: string | null): void {
    clearTimeout(this.#timer);
    this.pending = pending;
    if (pending !== null) this.#timer = setTimeout(() => (this.pending = null), chordMilliseconds);
  }
}
