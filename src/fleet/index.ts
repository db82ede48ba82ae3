/** Hardware, the models it serves, what serving them takes, and how often cheats were caught: facts with their sources, and one law. */
export { type Detection, detections } from './detections.ts';
export { type AskedPrice, type Hardware, hardware } from './hardware.ts';
export { type Model, models } from './models.ts';
export { type ServiceLaw, secondsToCheck, secondsToServe, type Tokens } from './service-law.ts';
export { costRatio } from './substitution.ts';
