import type { Layout } from "../layout.ts";
import { chexpertPlus } from "./chexpert-plus.ts";
import { chexpert } from "./chexpert.ts";
import { mimic } from "./mimic.ts";
import { nih } from "./nih.ts";
import { padchest } from "./padchest.ts";
import { vindrBoxes, vindrLabels } from "./vindr.ts";

/** Every layout that is known by its header; the first that recognises one reads it. */
export const layouts: readonly Layout[] = [chexpertPlus, chexpert, mimic, nih, padchest, vindrBoxes, vindrLabels];
