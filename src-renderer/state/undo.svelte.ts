/** Something the user did that can be taken back. */
export interface Deed {
  /** What it was, in words: "Remove the length". */
  readonly title: string;
  readonly undo: () => void;
  readonly redo: () => void;
  /** What it did is plain to see: no sentence tells of it. */
  readonly quiet?: boolean;
}

/** What has just happened to a deed. */
export type Turn = "done" | "undone" | "redone";

const remembered = 100;

/** What the user did, newest last, to be taken back and done again. */
export class Undo {
  #done = $state.raw<readonly Deed[]>([]);
  #undone = $state.raw<readonly Deed[]>([]);
  readonly #tell: (turn: Turn, deed: Deed) => void;

  /** @param tell says what was done, taken back or done again */
  constructor(tell: (turn: Turn, deed: Deed) => void) {
    this.#tell = tell;
  }

  /** Does something and remembers it. What was taken back before is forgotten. */
  do(deed: Deed): void {
    deed.redo();
    this.remember(deed);
  }

  /** Remembers something that has just been done. */
  remember(deed: Deed): void {
    this.#done = [...this.#done, deed].slice(-remembered);
    this.#undone = [];
    if (deed.quiet !== true) this.#tell("done", deed);
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** What `undo` would take back. */
  get last(): Deed | undefined {
    return this.#done.at(-1);
  }

  /** What `redo` would do again. */
  get next(): Deed | undefined {
    return this.#undone.at(-1);
  }

  undo(): void {
    const deed = this.last;
    if (deed === undefined) return;
    this.#done = this.#done.slice(0, -1);
    this.#undone = [...this.#undone, deed];
    deed.undo();
    this.#tell("undone", deed);
  }

  redo(): void {
    const deed = this.next;
    if (deed === undefined) return;
    this.#undone = this.#undone.slice(0, -1);
    this.#done = [...this.#done, deed];
    deed.redo();
    this.#tell("redone", deed);
  }
}
