/** Encodings of TextDecoder by the number of the set in ISO's register (PS3.3 C.12.1.1.2). */
const byNumber: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "6": "latin1",
    "13": "shift_jis",
    "58": "gbk",
    "100": "latin1",
    "101": "iso-8859-2",
    "109": "iso-8859-3",
    "110": "iso-8859-4",
    "126": "iso-8859-7",
    "127": "iso-8859-6",
    "138": "iso-8859-8",
    "144": "iso-8859-5",
    "148": "windows-1254",
    "149": "euc-kr",
    "166": "windows-874",
  } as const),
);

const named: ReadonlyMap<string, string> = new Map(
  Object.entries({ "ISO_IR 192": "utf-8", GB18030: "gb18030", GBK: "gbk" } as const),
);

/** Sets that an escape sequence puts where bytes from 128 on are read, and what reads them (PS3.5 6.1.2.5.3). */
const upper: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ ")I": "13", "$)A": "58", "-A": "100", "-B": "101", "-C": "109", "-D": "110", "-F": "126" },
    ...{ "-G": "127", "-H": "138", "-L": "144", "-M": "148", "$)C": "149", "-T": "166" },
  } as const),
);

/** One byte a character, or two of JIS X 0208 or 0212. */
type Width = "single" | "0208" | "0212";

/** Sets that an escape sequence puts where bytes below 128 are read. */
const lower: ReadonlyMap<string, Width> = new Map(
  Object.entries({
    ...{ "(B": "single", "(J": "single", $B: "0208", "$(D": "0212" },
  } as const),
);

const escape = 0x1b;

/**
 * Text in the character sets that a data set names, ISO 2022 code extensions among them.
 * @param sets values of Specific Character Set (0008,0005); the first is in force at the start
 */
export function decodeText(bytes: Uint8Array, sets: readonly string[]): string {
  const [first = ""] = sets;
  const start = named.get(first) ?? byNumber.get(/^ISO(?:_| 2022 )IR (\d+)$/.exec(first)?.[1] ?? "") ?? "latin1";
  const plain = (part: Uint8Array, encoding: string): string => new TextDecoder(encoding).decode(part);
  if (!sets.some((set) => set.startsWith("ISO 2022"))) return plain(bytes, start);
  let encoding = start;
  let low: Width = "single";
  let text = "";
  for (const [index, part] of partsOf(bytes).entries()) {
    const sequence = index === 0 ? "" : sequenceOf(part);
    const below = lower.get(sequence);
    const above = byNumber.get(upper.get(sequence) ?? "");
    if (below !== undefined) low = below;
    else if (above !== undefined) [low, encoding] = ["single", above];
    const characters = part.subarray(sequence.length);
    text += low === "single" ? plain(characters, encoding) : plain(...paired(characters, low));
  }
  return text;
}

/** What stands before the first escape, and after each. */
function partsOf(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at <= bytes.length;) {
    const next = bytes.indexOf(escape, at);
    const end = next < 0 ? bytes.length : next;
    parts.push(bytes.subarray(at, end));
    at = end + 1;
  }
  return parts;
}

/** The known escape sequence that a part begins with; none is dropped with its escape alone. */
function sequenceOf(part: Uint8Array): string {
  const head = String.fromCharCode(...part.subarray(0, 3));
  return [3, 2].map((length) => head.slice(0, length)).find((text) => upper.has(text) || lower.has(text)) ?? "";
}

/** Two bytes a character as EUC-JP writes them: with the top bit, JIS X 0212 after 0x8F. */
function paired(bytes: Uint8Array, set: "0208" | "0212"): [Uint8Array, string] {
  const raised: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    const isPair = byte > 0x20 && byte < 0x7f && at + 1 < bytes.length;
    if (isPair) raised.push(...(set === "0212" ? [0x8f] : []), byte | 0x80, (bytes[at + 1] ?? 0) | 0x80);
    else raised.push(byte);
    at += isPair ? 2 : 1;
  }
  return [Uint8Array.from(raised), "euc-jp"];
}
