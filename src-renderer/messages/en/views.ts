/** Words of saved views: places with their filters, kept under a name in the workspace. */
export const views = {
  title: "Saved views",
  name: "Name of this view",
  save: "Save",
  saveThis: "Save what is shown under a name",
  list: "Saved views of this place",
  none: "None is saved yet. A view keeps its filters and comes back with one click, for everybody who opens this workspace.",
  remove: (name: string) => `Remove “${name}”`,
  saved: (name: string) => `Save the view “${name}”`,
  removed: (name: string) => `Remove the view “${name}”`,
  same: (name: string) => `What is shown is saved as “${name}”.`,
  replaces: (name: string) => `“${name}” is there already; saving replaces it.`,
  taken: (name: string) => `“${name}” is the name of a view elsewhere. Choose another.`,
};
