/** Somebody who is told what each job of a focal node brought it: the careers of nodes are followed this way. */

/** Hears of the settled jobs of focal nodes and changes nothing. */
export interface Witness {
  /**
   * A job was settled. A node asserts its jobs in the order of their numbers, whatever the order of their settlement.
   *
   * @param income  what it brought the node as an asserter, by the accounting of the scenario [units]
   */
  settles: (node: number, number: number, income: number) => void;
}
