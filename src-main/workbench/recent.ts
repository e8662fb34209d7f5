interface Kept<Value> {
  readonly answer: Promise<Value>;
  /** 0 until it is there. */
  size: number;
}

/**
 * Keeps the answers to the last few questions, up to `limit` of what `sizeOf` counts (answers, where it is left out) and
 * always the newest one; asking again while an answer is still being made waits for that one. A failure is not kept.
 * `keyOf` says when two questions are the same.
 */
export function keepRecent<Question, Value>(
  limit: number,
  make: (question: Question) => Promise<Value>,
  keyOf: (question: Question) => string = String,
  sizeOf: (value: Value) => number = () => 1,
): (question: Question) => Promise<Value> {
  const kept = new Map<string, Kept<Value>>();
  const shrink = (): void => {
    let sum = 0;
    for (const { size } of kept.values()) sum += size;
    for (const [key, { size }] of [...kept].slice(0, -1)) {
      if (sum <= limit) return;
      // What is still being made takes no room yet, and somebody waits for it.
      if (size > 0) kept.delete(key);
      sum -= size;
    }
  };
  const begin = (key: string, question: Question): Kept<Value> => {
    const entry: Kept<Value> = { answer: make(question), size: 0 };
    entry.answer.then(
      (value) => {
        entry.size = sizeOf(value);
        shrink();
      },
      () => {
        if (kept.get(key) === entry) kept.delete(key);
      },
    );
    return entry;
  };
  return (question) => {
    const key = keyOf(question);
    const entry = kept.get(key) ?? begin(key, question);
    kept.delete(key);
    kept.set(key, entry);
    return entry.answer;
  };
}
