/** The registry of charts that show several studies side by side. */
export { securityCostCompared } from './security-cost.ts';
