/** Keeps the answers used last. A failed answer is not kept. */
export class RecentAnswers<Answer> {
  readonly #answers = new Map<string, Promise<Answer>>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  has(key: string): boolean {
    return this.#answers.has(key);
  }

  get(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(key) ?? ask();
    this.#answers.delete(key);
    this.#answers.set(key, known);
    known.catch(() => {
      if (this.#answers.get(key) === known) this.#answers.delete(key);
    });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > this.#limit && oldest !== undefined) this.#answers.delete(oldest);
    return known;
  }

  clear(): void {
    this.#answers.clear();
  }
}
