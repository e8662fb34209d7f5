/** Words that are kept once and known by their number, from 0. */
export interface Pool {
  add(text: string): number;
  at(number: number): string;
  readonly size: number;
}

export function createPool(): Pool {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  return {
    add: (text) => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      return texts.push(text) - 1;
    },
    at: (number) => texts[number] ?? "",
    get size() {
      return texts.length;
    },
  };
}
