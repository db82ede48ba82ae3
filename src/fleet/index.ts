/** Hardware, the models it serves, and what serving them takes: facts with their sources, and one law. */
export { type AskedPrice, type Hardware, hardware } from './hardware.ts';
export { type Model, models } from './models.ts';
export { type ServiceLaw, secondsToCheck, secondsToServe, type Tokens } from './service-law.ts';
export { costRatio } from './substitution.ts';
