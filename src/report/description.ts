/**
 * What a reader must know to judge a study and to build it again, as two published checklists ask for it.
 *
 * @source  STRESS-DES: Monks, Currie, Onggo, Robinson, Kunc, Taylor (2019), Strengthening the reporting of empirical
 *   simulation studies, Journal of Simulation 13(1)
 * @source  ODD: Grimm et al. (2020), The ODD protocol for describing agent-based and other simulation models, JASSS 23(2) 7
 */

/** One thing that a checklist asks for, and the study's answer. */
export interface ChecklistItem {
  /** Its number and name in the checklist. */
  item: string;
  answer: string;
}

/** A parameter, what it is set to and who set it. */
export interface DescribedParameter {
  path: string;
  /** One sentence. */
  meaning: string;
  value: string;
  unit: string;
  origin: 'scenario' | 'default' | 'swept';
}

/** The description of a study. */
export interface StudyDescription {
  stress: readonly ChecklistItem[];
  odd: readonly ChecklistItem[];
  parameters: readonly DescribedParameter[];
  /** Where rules and numbers come from: what it is about, and the citation. */
  sources: readonly { about: string; source: string }[];
}
