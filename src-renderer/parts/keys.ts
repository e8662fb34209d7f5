/** Where a key is text or moves something of its own, it is no command. */
function belongsToField(target: EventTarget | null, key: string): boolean {
  if (target instanceof HTMLInputElement && target.type === "range") return key.startsWith("arrow");
  return (
    target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement
  );
}

/** The key as a command, in lower case; null where it is typed into a field or goes with Control, Alt or Meta. */
export function plainKey(event: KeyboardEvent): string | null {
  const key = event.key.toLowerCase();
  // Brackets need AltGr on many keyboards.
  const modified = (event.ctrlKey || event.altKey) && !event.getModifierState("AltGraph");
  if (modified || event.metaKey || event.defaultPrevented) return null;
  return key !== "escape" && belongsToField(event.target, key) ? null : key;
}
