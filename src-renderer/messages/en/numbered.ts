/** "Patient 00042"; an identifier that says already what it is, as CheXpert's "patient00042" does, stands alone. */
export function numbered(what: string, identifier: string): string {
  if (!identifier.toLowerCase().startsWith(what.toLowerCase())) return `${what} ${identifier}`;
  return what.charAt(0) + identifier.slice(1);
}
