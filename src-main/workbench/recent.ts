/**
 * Keeps the results of the last few questions; asking again while the answer is still being made waits for that one.
 * `keyOf` says when two questions are the same.
 */
export function keepRecent<Question, Value>(
  limit: number,
  make: (question: Question) => Promise<Value>,
  keyOf: (question: Question) => string = String,
): (question: Question) => Promise<Value> {
  const kept = new Map<string, Promise<Value>>();
  return (question) => {
    const key = keyOf(question);
    const known = kept.get(key) ?? make(question);
    kept.delete(key);
    kept.set(key, known);
    known.catch(() => {
      if (kept.get(key) === known) kept.delete(key);
    });
    for (const oldest of kept.keys()) {
      if (kept.size <= limit) break;
      kept.delete(oldest);
    }
    return known;
  };
}
