/** Said in every window. */
export const researchUse = "Research use only. Not for clinical use.";
