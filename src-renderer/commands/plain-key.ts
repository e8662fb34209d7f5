/** What of a key press says where it goes in a list. */
export type PressedKey = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Whether nothing is held beside the key: with a modifier it is somebody else's. */
export function isPlain({ ctrlKey, metaKey, altKey, shiftKey }: PressedKey): boolean {
  return !(ctrlKey || metaKey || altKey || shiftKey);
}
