/** What an answer weighs, and how much may be held in all. */
interface Weight<Answer> {
  readonly of: (answer: Answer) => number;
  readonly limit: number;
}

/** Keeps the answers used last, by number and where wanted by weight. A failed answer is not kept. */
export class RecentAnswers<Answer> {
  readonly #answers = new Map<string, Promise<Answer>>();
  readonly #weights = new Map<string, number>();
  readonly #limit: number;
  readonly #weight: Weight<Answer> | null;

  constructor(limit: number, weight: Weight<Answer> | null = null) {
    this.#limit = limit;
    this.#weight = weight;
  }

  has(key: string): boolean {
    return this.#answers.has(key);
  }

  get(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(key);
    const answer = known ?? ask();
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    if (known === undefined) this.#follow(key, answer);
    this.#drop();
    return answer;
  }

  #follow(key: string, answer: Promise<Answer>): void {
    answer.then(
      (value) => {
        if (this.#answers.get(key) !== answer || this.#weight === null) return;
        this.#weights.set(key, this.#weight.of(value));
        this.#drop();
      },
      () => {
        if (this.#answers.get(key) === answer) this.#forget(key);
      },
    );
  }

  /** Drops what was used longest ago; the newest answer stays, however heavy. */
  #drop(): void {
    for (const key of [...this.#answers.keys()].slice(0, -1)) {
      if (this.#answers.size <= this.#limit && this.#held() <= (this.#weight?.limit ?? 0)) return;
      this.#forget(key);
    }
  }

  #held(): number {
    let held = 0;
    for (const weight of this.#weights.values()) held += weight;
    return held;
  }

  #forget(key: string): void {
    this.#answers.delete(key);
    this.#weights.delete(key);
  }

  clear(): void {
    this.#answers.clear();
    this.#weights.clear();
  }
}
