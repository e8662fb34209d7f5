/** A run of text in one manner. */
export interface Span {
  readonly kind: "plain" | "strong" | "emphasis" | "code";
  readonly text: string;
}

export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly spans: readonly Span[] }
  | { readonly kind: "paragraph"; readonly spans: readonly Span[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: "code"; readonly text: string }
  | {
      readonly kind: "table";
      readonly head: readonly (readonly Span[])[];
      readonly rows: readonly (readonly (readonly Span[])[])[];
    };

const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const item = /^\s*(?:[-*+]|\d{1,3}[.)])\s+(.*)$/;
const fence = /^ {0,3}(?:```|~~~)/;
const indented = /^(?: {4}|\t)(.*)$/;
const separator = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/**
 * The blocks of a text in the Markdown that model cards use: headings, paragraphs, lists, tables, code. What it does not
 * know stays as text; nothing becomes markup or a link, so a card from anywhere can do no harm.
 */
export function parseMarkdown(text: string): Block[] {
  const lines = text.split(/\r\n|\r|\n/);
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const { block, next } = blockAt(lines, at);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

interface Read {
  readonly block: Block;
  /** The line after it. */
  readonly next: number;
}

function blockAt(lines: readonly string[], at: number): Read {
  const line = lines[at] ?? "";
  const [, marks = "", title = ""] = heading.exec(line) ?? [];
  if (marks !== "") return { block: { kind: "heading", level: marks.length, spans: spansOf(title) }, next: at + 1 };
  if (fence.test(line)) return fencedCode(lines, at);
  if (isTable(lines, at)) return table(lines, at);
  if (item.test(line)) return list(lines, at);
  if (indented.test(line)) return indentedCode(lines, at);
  const next = lineAfter(lines, at + 1, (one, place) => !isBlank(one) && !begins(lines, place));
  return { block: { kind: "paragraph", spans: spansOf(lines.slice(at, next).map(trimmed).join(" ")) }, next };
}

function fencedCode(lines: readonly string[], at: number): Read {
  const end = lineAfter(lines, at + 1, (line) => !fence.test(line));
  return { block: { kind: "code", text: lines.slice(at + 1, end).join("\n") }, next: end + 1 };
}

function indentedCode(lines: readonly string[], at: number): Read {
  const next = lineAfter(lines, at + 1, (line) => indented.test(line));
  const text = lines.slice(at, next).map((line) => indented.exec(line)?.[1] ?? "");
  return { block: { kind: "code", text: text.join("\n") }, next };
}

function list(lines: readonly string[], at: number): Read {
  const items: string[] = [];
  const next = lineAfter(lines, at, (line, place) => {
    if (isBlank(line) || (!item.test(line) && begins(lines, place) && !indented.test(line))) return false;
    const [, words] = item.exec(line) ?? [];
    if (words !== undefined) items.push(words);
    else items.push(`${items.pop() ?? ""} ${trimmed(line)}`);
    return true;
  });
  return { block: { kind: "list", items: items.map(spansOf) }, next };
}

function table(lines: readonly string[], at: number): Read {
  const next = lineAfter(lines, at + 2, (line) => !isBlank(line) && line.includes("|"));
  const rows = lines.slice(at + 2, next).map(cells);
  return { block: { kind: "table", head: cells(lines[at] ?? ""), rows }, next };
}

function cells(line: string): (readonly Span[])[] {
  const inner = line.trim().replace(/^\|/, "").replace(/\|$/, "");
  return inner.split("|").map((cell) => spansOf(cell.trim()));
}

function isTable(lines: readonly string[], at: number): boolean {
  return (lines[at] ?? "").includes("|") && separator.test(lines[at + 1] ?? "") && (lines[at + 1] ?? "").includes("-");
}

/** Whether another block than a paragraph begins here. */
function begins(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? "";
  return heading.test(line) || fence.test(line) || item.test(line) || isTable(lines, at);
}

/** The first line from `at` on that is not `held`. */
function lineAfter(lines: readonly string[], at: number, held: (line: string, place: number) => boolean): number {
  let place = at;
  for (let line = lines[place]; line !== undefined && held(line, place); line = lines[place]) place += 1;
  return place;
}

function isBlank(line: string | undefined): boolean {
  return (line ?? "").trim() === "";
}

function trimmed(line: string): string {
  return line.trim();
}

const marked = /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** Text with its manners; a link is its words with the address after them. */
export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let done = 0;
  const plain = (until: number): void => {
    if (until > done) spans.push({ kind: "plain", text: text.slice(done, until) });
  };
  for (const match of text.matchAll(marked)) {
    plain(match.index);
    done = match.index + match[0].length;
    const [, code, strong, emphasis, words, address] = match;
    if (code !== undefined) spans.push({ kind: "code", text: code });
    else if (strong !== undefined) spans.push({ kind: "strong", text: strong });
    else if (emphasis !== undefined) spans.push({ kind: "emphasis", text: emphasis });
    else spans.push({ kind: "plain", text: `${words ?? ""} (${address ?? ""})` });
  }
  plain(text.length);
  return spans;
}
