import { words } from "../messages/index.ts";

const names: Readonly<Record<string, string>> = { " ": "space", "+": "+", esc: "escape" };
const lone = new Set(["control", "shift", "alt", "meta", "altgraph", "capslock", "dead", "process", "unidentified"]);

/** The parts of a key event that a command depends on. */
export type KeyFacts = Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey"> & {
  readonly altGraph: boolean;
};

/**
 * A key press as a word: "i", "shift+c", "mod+k", "alt+arrowleft", "?". Control and a Mac's Command are both "mod". Shift is
 * part of a character that needs it ("?" is never "shift+/"). Null for a modifier alone.
 */
export function keystroke(facts: KeyFacts): string | null {
  const raw = facts.key.toLowerCase();
  if (lone.has(raw)) return null;
  const key = names[raw] ?? raw;
  // Brackets and braces need AltGr on many keyboards, which Windows reports as Control with Alt.
  const [control, alt] = facts.altGraph ? [false, false] : [facts.ctrlKey || facts.metaKey, facts.altKey];
  const isCharacter = Array.from(facts.key).length === 1 && key !== "space" && key.toUpperCase() === key.toLowerCase();
  const parts = [control ? "mod" : "", alt ? "alt" : "", facts.shiftKey && !isCharacter ? "shift" : "", key];
  return parts.filter((part) => part !== "").join("+");
}

/** The keystroke of an event in the window. */
export function strokeOf(event: KeyboardEvent): string | null {
  const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
  return keystroke({ key, ctrlKey, altKey, metaKey, shiftKey, altGraph: event.getModifierState("AltGraph") });
}

/** Fields in which keys are text. */
const textual = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";
/** Things that move by arrow keys of their own. */
const moving =
  "[role=slider], [role=listbox], [role=menu], [role=menubar], [role=radiogroup], [role=combobox], [role=grid], [role=tablist], input[type=range]";
/** Things that space and Enter press. */
const pressable =
  "button, a[href], [role=button], [role=option], [role=switch], [role=checkbox], [role=radio], summary";

/** What opens above the view has its keys for itself, letters included: a list is searched by typing. */
const above = "[role=dialog], [role=alertdialog], .floating";
/** With Control or Command, yet about the text in a field. */
const editing = /^mod\+(?:shift\+)?(?:[acvxyz]|arrow\w+|home|end|backspace|delete)$/;

/** Whether a keystroke is the focused element's own business: text, movement or a press; then it is no command. */
export function belongsTo(target: EventTarget | null, stroke: string): boolean {
  if (!(target instanceof Element)) return false;
  if (stroke === "escape") return false;
  if (target.closest(textual) !== null) return !stroke.startsWith("mod+") || editing.test(stroke);
  if (target.closest(above) !== null) return !stroke.startsWith("mod+");
  if (/^(?:shift\+)?(?:arrow\w+|home|end|pageup|pagedown)$/.test(stroke)) return target.closest(moving) !== null;
  return (stroke === "space" || stroke === "enter") && target.closest(pressable) !== null;
}

/** Keys as they are printed beside what they do: "g l" → "G L", "mod+shift+z" → "Ctrl Shift Z". */
export function showKeys(keys: string, isMac: boolean): string {
  const one = (stroke: string): string => {
    // A plus sign is a key too: "mod++".
    const parts = stroke === "+" ? ["+"] : stroke.replace(/\+\+$/, "+plus").split("+");
    return parts
      .map((part) => words.commands.keyNames[part === "mod" && isMac ? "command" : part] ?? capital(part))
      .join(" ");
  };
  return keys.split(" ").map(one).join(" ");
}

function capital(part: string): string {
  return part.charAt(0).toUpperCase() + part.slice(1);
}
