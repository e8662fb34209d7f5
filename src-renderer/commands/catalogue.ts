/** Where a command can be called: in every view, or in one. */
export type CommandScope = "everywhere" | "film" | "library" | "neurons" | "neuron";

interface Command {
  readonly scope: CommandScope;
  /** Usual keys: "i", "shift+arrowleft", "mod+k" (Control, on a Mac Command), "g l" (one after the other). */
  readonly keys: readonly string[];
  /** A step: done again and again while its key is held down. */
  readonly step?: true;
}

/** Every command there is; each view says what its own commands do. The order is that of help and settings. */
export const catalogue = {
  "go.library": { scope: "everywhere", keys: ["g l"] },
  "go.film": { scope: "everywhere", keys: ["g f"] },
  "go.neurons": { scope: "everywhere", keys: ["g n"] },
  "go.jobs": { scope: "everywhere", keys: ["g j"] },
  "go.settings": { scope: "everywhere", keys: ["g s"] },
  "go.about": { scope: "everywhere", keys: ["g a"] },
  "go.back": { scope: "everywhere", keys: ["alt+arrowleft"] },
  "go.forward": { scope: "everywhere", keys: ["alt+arrowright"] },
  search: { scope: "everywhere", keys: ["/"] },
  palette: { scope: "everywhere", keys: ["mod+k"] },
  help: { scope: "everywhere", keys: ["?"] },
  undo: { scope: "everywhere", keys: ["mod+z"], step: true },
  redo: { scope: "everywhere", keys: ["mod+shift+z", "mod+y"], step: true },
  "films.add": { scope: "everywhere", keys: ["o"] },
  "jobs.toggle": { scope: "everywhere", keys: ["j"] },
  "link.copy": { scope: "everywhere", keys: ["shift+c"] },
  "theme.toggle": { scope: "everywhere", keys: ["t"] },
  "identity.toggle": { scope: "everywhere", keys: ["shift+i"] },

  "film.previous": { scope: "film", keys: ["arrowleft"], step: true },
  "film.next": { scope: "film", keys: ["arrowright"], step: true },
  "patient.previous": { scope: "film", keys: ["shift+arrowleft"], step: true },
  "patient.next": { scope: "film", keys: ["shift+arrowright"], step: true },
  "neuron.previous": { scope: "film", keys: ["arrowup"], step: true },
  "neuron.next": { scope: "film", keys: ["arrowdown"], step: true },
  "neuron.open": { scope: "film", keys: ["n"] },
  "neuron.close": { scope: "film", keys: ["escape"] },
  "map.toggle": { scope: "film", keys: ["m"] },
  "map.centred": { scope: "film", keys: ["c"] },
  "map.fainter": { scope: "film", keys: ["["], step: true },
  "map.stronger": { scope: "film", keys: ["]"], step: true },
  "map.more": { scope: "film", keys: ["{"], step: true },
  "map.less": { scope: "film", keys: ["}"], step: true },
  "window.1": { scope: "film", keys: ["1"] },
  "window.2": { scope: "film", keys: ["2"] },
  "window.3": { scope: "film", keys: ["3"] },
  "window.4": { scope: "film", keys: ["4"] },
  "window.5": { scope: "film", keys: ["5"] },
  "window.6": { scope: "film", keys: ["6"] },
  "window.automatic": { scope: "film", keys: ["a"] },
  "view.invert": { scope: "film", keys: ["i"] },
  "view.flip.horizontal": { scope: "film", keys: ["h"] },
  "view.flip.vertical": { scope: "film", keys: ["v"] },
  "view.rotate.right": { scope: "film", keys: ["r"] },
  "view.rotate.left": { scope: "film", keys: ["l"] },
  "view.fit": { scope: "film", keys: ["="] },
  "view.actual": { scope: "film", keys: ["x"] },
  "view.zoom.in": { scope: "film", keys: ["+"], step: true },
  "view.zoom.out": { scope: "film", keys: ["-"], step: true },
  "view.reset": { scope: "film", keys: ["space"] },
  "tool.window": { scope: "film", keys: ["w"] },
  "tool.pan": { scope: "film", keys: ["p"] },
  "tool.zoom": { scope: "film", keys: ["z"] },
  "tool.magnify": { scope: "film", keys: ["f"] },
  "tool.length": { scope: "film", keys: ["d"] },
  "tool.angle": { scope: "film", keys: ["shift+d"] },
  "tool.ratio": { scope: "film", keys: ["shift+r"] },
  "tool.probe": { scope: "film", keys: ["e"] },
  "measure.remove": { scope: "film", keys: ["delete", "backspace"] },
  "corners.toggle": { scope: "film", keys: ["k"] },
  "compare.toggle": { scope: "film", keys: ["b"] },
  "picture.save": { scope: "film", keys: ["s"] },

  "library.open": { scope: "library", keys: ["enter"] },
  "library.clear": { scope: "library", keys: ["escape"] },
  "library.filters": { scope: "library", keys: ["f"] },
  "library.patient": { scope: "library", keys: ["p"] },
  "library.save": { scope: "library", keys: ["s"] },
  "neurons.rows": { scope: "neurons", keys: ["arrowdown"] },
  "neurons.finding": { scope: "neurons", keys: ["f"] },
  "neurons.clear": { scope: "neurons", keys: ["escape"] },
  "neurons.save": { scope: "neurons", keys: ["s"] },
  "neuron.before": { scope: "neuron", keys: ["arrowleft"], step: true },
  "neuron.after": { scope: "neuron", keys: ["arrowright"], step: true },
  "neuron.maps": { scope: "neuron", keys: ["m"] },
  "neuron.shuffle": { scope: "neuron", keys: ["r"] },
  "neuron.back": { scope: "neuron", keys: ["escape"] },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandId = keyof typeof catalogue;

export const commandIds = Object.keys(catalogue) as CommandId[];

/** A command that is done again and again while its key is held down. */
export function repeats(id: CommandId): boolean {
  const command: Command = catalogue[id];
  return command.step === true;
}

/** The keys of a command: the person's own, or the usual ones. */
export function keysOf(id: CommandId, own: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return own[id] ?? catalogue[id].keys;
}

/**
 * Commands that the same keys would call in the same place as `id`: a key may do two things only in two views.
 */
export function clashes(id: CommandId, keys: string, own: Readonly<Record<string, readonly string[]>>): CommandId[] {
  const { scope } = catalogue[id];
  return commandIds.filter((other) => {
    if (other === id) return false;
    const place = catalogue[other].scope;
    const meets = scope === place || scope === "everywhere" || place === "everywhere";
    return meets && keysOf(other, own).some((used) => sameKeys(used, keys));
  });
}

/** Whether two keys cannot be told apart: they are the same, or one begins the other ("g" and "g l"). */
export function sameKeys(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `);
}
