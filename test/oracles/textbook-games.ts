/**
 * Two-player games with published equilibria, as data: what every solver of such games has to find.
 *
 * Matrices are written row by row, rows parted by " / "; mixes as fractions, the row player's before the bar.
 */

/** One game as written below; payoffs have the row index first. */
export interface TextbookGame {
  readonly name: string;
  readonly source: string;
  readonly row: string;
  readonly column: string;
  /** All extreme equilibria in any order, when the source lists them. */
  readonly equilibria?: readonly string[];
  /** Number of extreme equilibria, when only that is published. */
  readonly count?: number;
  /** Number of pure equilibria, when only that is published. */
  readonly pureCount?: number;
  /** Connected components of the equilibrium set; by default as many as there are equilibria. */
  readonly components?: number;
  /** Follows from the payoffs alone: some mix has more pure best responses than strategies it uses. */
  readonly degenerate: boolean;
  /** What the row player gets in every equilibrium, when the source gives a value. */
  readonly rowValue?: string;
}

/** "1 0 / 0 2/3" as numbers. */
export function readMatrix(text: string): number[][] {
  return text.split(' / ').map((row) => row.trim().split(/\s+/).map(readFraction));
}

/** "1 0 | 1/2 1/2" as a pair of mixes. */
export function readProfile(text: string): number[][] {
  return text.split('|').map((mix) => mix.trim().split(/\s+/).map(readFraction));
}

/** "2/3" or "-7" as a number. */
export function readFraction(text: string): number {
  const [numerator, denominator = 1] = text.split('/').map(Number);
  return numerator / denominator;
}

export const textbookGames: readonly TextbookGame[] = [
  {
    name: "prisoner's dilemma",
    source: 'Tucker (1950); Luce, Raiffa (1957), 5.4',
    row: '3 0 / 5 1',
    column: '3 5 / 0 1',
    equilibria: ['0 1 | 0 1'],
    degenerate: false,
  },
  {
    name: 'matching pennies',
    source: 'von Neumann, Morgenstern (1944)',
    row: '1 -1 / -1 1',
    column: '-1 1 / 1 -1',
    equilibria: ['1/2 1/2 | 1/2 1/2'],
    degenerate: false,
    rowValue: '0',
  },
  {
    name: 'asymmetric matching pennies',
    source: 'Ochs (1995); Goeree, Holt (2001), American Economic Review 91, table 1',
    row: '320 40 / 40 80',
    column: '40 80 / 80 40',
    equilibria: ['1/2 1/2 | 1/8 7/8'],
    degenerate: false,
  },
  {
    name: 'battle of the sexes',
    source: 'Luce, Raiffa (1957), 5.3',
    row: '2 0 / 0 1',
    column: '1 0 / 0 2',
    equilibria: ['1 0 | 1 0', '0 1 | 0 1', '2/3 1/3 | 1/3 2/3'],
    degenerate: false,
  },
  {
    name: 'chicken',
    source: 'Aumann (1974), J. Mathematical Economics 1',
    row: '6 2 / 7 0',
    column: '6 7 / 2 0',
    equilibria: ['1 0 | 0 1', '0 1 | 1 0', '2/3 1/3 | 2/3 1/3'],
    degenerate: false,
  },
  {
    name: 'hawk-dove, value 2, cost 4',
    source: 'Maynard Smith, Price (1973), Nature 246',
    row: '-1 2 / 0 1',
    column: '-1 0 / 2 1',
    equilibria: ['1 0 | 0 1', '0 1 | 1 0', '1/2 1/2 | 1/2 1/2'],
    degenerate: false,
  },
  {
    name: 'stag hunt',
    source: 'Skyrms (2004), The Stag Hunt, ch. 1',
    row: '4 0 / 3 3',
    column: '4 3 / 0 3',
    equilibria: ['1 0 | 1 0', '0 1 | 0 1', '3/4 1/4 | 3/4 1/4'],
    degenerate: false,
  },
  {
    name: 'not self-enforcing agreement',
    source: 'Aumann (1990), Nash equilibria are not self-enforcing',
    row: '9 0 / 8 7',
    column: '9 8 / 0 7',
    equilibria: ['1 0 | 1 0', '0 1 | 0 1', '7/8 1/8 | 7/8 1/8'],
    degenerate: false,
  },
  {
    name: 'Nashpy README',
    source: 'Knight, Campbell (2018), Nashpy, J. Open Source Software 3',
    row: '1 2 / 3 0',
    column: '0 2 / 3 1',
    equilibria: ['1 0 | 0 1', '0 1 | 1 0', '1/2 1/2 | 1/2 1/2'],
    degenerate: false,
  },
  {
    name: 'rock, paper, scissors',
    source: 'von Neumann (1928)',
    row: '0 -1 1 / 1 0 -1 / -1 1 0',
    column: '0 1 -1 / -1 0 1 / 1 -1 0',
    equilibria: ['1/3 1/3 1/3 | 1/3 1/3 1/3'],
    degenerate: false,
    rowValue: '0',
  },
  {
    name: 'rock, paper, scissors where losing hurts more',
    source: 'Hofbauer, Sigmund (1998), 7.7',
    row: '0 -2 1 / 1 0 -2 / -2 1 0',
    column: '0 1 -2 / -2 0 1 / 1 -2 0',
    equilibria: ['1/3 1/3 1/3 | 1/3 1/3 1/3'],
    degenerate: false,
  },
  {
    name: 'rock, paper, scissors, lizard, Spock',
    source: 'Fisher, Ryan (1992), Optimal strategies for a generalized scissors, paper, and stone game',
    row: '0 -1 1 1 -1 / 1 0 -1 -1 1 / -1 1 0 1 -1 / -1 1 -1 0 1 / 1 -1 1 -1 0',
    column: '0 1 -1 -1 1 / -1 0 1 1 -1 / 1 -1 0 -1 1 / 1 -1 1 0 -1 / -1 1 -1 1 0',
    equilibria: ['1/5 1/5 1/5 1/5 1/5 | 1/5 1/5 1/5 1/5 1/5'],
    degenerate: true,
    rowValue: '0',
  },
  {
    name: "Shapley's cycle",
    source: 'Shapley (1964), Some topics in two-person games',
    row: '0 0 1 / 1 0 0 / 0 1 0',
    column: '0 1 0 / 0 0 1 / 1 0 0',
    equilibria: ['1/3 1/3 1/3 | 1/3 1/3 1/3'],
    degenerate: false,
  },
  {
    name: 'three by two',
    source: 'von Stengel (2007), Algorithmic Game Theory ch. 3, (3.3)',
    row: '3 3 / 2 5 / 0 6',
    column: '3 2 / 2 6 / 3 1',
    equilibria: ['1 0 0 | 1 0', '4/5 1/5 0 | 2/3 1/3', '0 1/3 2/3 | 1/3 2/3'],
    degenerate: false,
  },
  {
    name: 'three by two, degenerate',
    source: 'von Stengel (2007), Algorithmic Game Theory ch. 3, 3.6',
    row: '3 3 / 2 5 / 0 6',
    column: '3 3 / 2 6 / 3 1',
    equilibria: ['1 0 0 | 1 0', '1 0 0 | 2/3 1/3', '0 1/3 2/3 | 1/3 2/3'],
    components: 2,
    degenerate: true,
  },
  {
    name: 'a component like a circle',
    source: 'Kohlberg, Mertens (1986), Econometrica 54',
    row: '1 0 -1 / -1 0 -1 / 1 0 -2',
    column: '1 -1 1 / 0 0 0 / -1 -1 -2',
    count: 6,
    components: 1,
    degenerate: true,
  },
  {
    name: 'coordination on 2',
    source: 'Quint, Shubik (1997), Int. J. Game Theory 26',
    row: '1 0 / 0 1',
    column: '1 0 / 0 1',
    count: 3,
    degenerate: false,
  },
  {
    name: 'coordination on 3',
    source: 'Quint, Shubik (1997), Int. J. Game Theory 26',
    row: '1 0 0 / 0 1 0 / 0 0 1',
    column: '1 0 0 / 0 1 0 / 0 0 1',
    count: 7,
    degenerate: false,
  },
  {
    name: 'coordination on 4',
    source: 'Quint, Shubik (1997), Int. J. Game Theory 26',
    row: '1 0 0 0 / 0 1 0 0 / 0 0 1 0 / 0 0 0 1',
    column: '1 0 0 0 / 0 1 0 0 / 0 0 1 0 / 0 0 0 1',
    count: 15,
    degenerate: false,
  },
  {
    name: 'coordination on 5',
    source: 'Quint, Shubik (1997), Int. J. Game Theory 26',
    row: '1 0 0 0 0 / 0 1 0 0 0 / 0 0 1 0 0 / 0 0 0 1 0 / 0 0 0 0 1',
    column: '1 0 0 0 0 / 0 1 0 0 0 / 0 0 1 0 0 / 0 0 0 1 0 / 0 0 0 0 1',
    count: 31,
    degenerate: false,
  },
  {
    name: 'six by six with 75 equilibria',
    source: 'von Stengel (1999), New maximal numbers of equilibria in bimatrix games, Discrete Comput. Geom. 21',
    row: '9504 -660 19976 -20526 1776 -8976 / -111771 31680 -130944 168124 -8514 52764 / 397584 -113850 451176 -586476 29216 -178761 / 171204 -45936 208626 -263076 14124 -84436 / 1303104 -453420 1227336 -1718376 72336 -461736 / 737154 -227040 774576 -1039236 48081 -300036',
    column:
      '72336 48081 29216 14124 1776 -8514 / -461736 -300036 -178761 -84436 -8976 52764 / 1227336 774576 451176 208626 19976 -130944 / -1718376 -1039236 -586476 -263076 -20526 168124 / 1303104 737154 397584 171204 9504 -111771 / -453420 -227040 -113850 -45936 -660 31680',
    count: 75,
    degenerate: false,
  },
  {
    name: 'six by six with long Lemke-Howson paths',
    source: 'Savani, von Stengel (2006), Hard-to-solve bimatrix games, Econometrica 74: one equilibrium',
    row: '-180 72 -333 297 -153 270 / -30 17 -33 42 -3 20 / -81 36 -126 126 -36 90 / 90 -36 126 -126 36 -81 / 20 -3 42 -33 17 -30 / 270 -153 297 -333 72 -180',
    column:
      '72 36 17 -3 -36 -153 / -180 -81 -30 20 90 270 / 297 126 42 -33 -126 -333 / -333 -126 -33 42 126 297 / 270 90 20 -30 -81 -180 / -153 -36 -3 17 36 72',
    count: 1,
    degenerate: false,
  },
  {
    name: 'inspection, wage 4, effort 2, inspection 1, output 6',
    source: 'Fudenberg, Tirole (1991), example 1.7: shirk with h/w, inspect with g/w',
    row: '0 4 / 2 2',
    column: '-1 -4 / 1 2',
    equilibria: ['1/4 3/4 | 1/2 1/2'],
    degenerate: false,
  },
  {
    name: 'rationalizable but not in equilibrium',
    source: 'Bernheim (1984), Econometrica 52; Osborne, Rubinstein (1994), figure 57.1',
    row: '0 2 7 0 / 5 3 5 0 / 7 2 0 0 / 0 0 0 10',
    column: '7 5 0 1 / 2 3 2 1 / 0 5 7 1 / 0 -2 0 -1',
    equilibria: ['0 1 0 0 | 0 1 0 0'],
    degenerate: true,
  },
  {
    name: 'dominance-solvable two by three',
    source: 'Gibbons (1992), figure 1.1.1',
    row: '1 1 0 / 0 0 2',
    column: '0 2 1 / 3 1 0',
    equilibria: ['1 0 | 0 1 0'],
    degenerate: false,
  },
  {
    name: 'nothing to eliminate',
    source: 'Gibbons (1992), figure 1.1.4',
    row: '0 4 5 / 4 0 5 / 3 3 6',
    column: '4 0 3 / 0 4 3 / 5 5 6',
    equilibria: ['0 0 1 | 0 0 1'],
    degenerate: false,
  },
  {
    name: "traveller's dilemma, claims 2 to 5, bonus 2",
    source: 'Basu (1994), American Economic Review 84',
    row: '2 4 4 4 / 0 3 5 5 / 0 1 4 6 / 0 1 2 5',
    column: '2 0 0 0 / 4 3 1 1 / 4 5 4 2 / 4 5 6 5',
    equilibria: ['1 0 0 0 | 1 0 0 0'],
    degenerate: false,
  },
  {
    name: 'minimum effort, three levels',
    source: 'Van Huyck, Battalio, Beil (1990), American Economic Review 80: every level is an equilibrium',
    row: '1 1 1 / 0 2 2 / -1 1 3',
    column: '1 0 -1 / 1 2 1 / 1 2 3',
    pureCount: 3,
    degenerate: true,
  },
  {
    name: 'Kreps game',
    source: 'Goeree, Holt (2001), American Economic Review 91, table 1',
    row: '200 0 10 20 / 0 10 30 50',
    column: '50 45 30 -250 / -250 -100 30 40',
    equilibria: ['1 0 | 1 0 0 0', '0 1 | 0 0 0 1', '30/31 1/31 | 1/21 20/21 0 0'],
    degenerate: false,
  },
  {
    name: 'entry deterrence',
    source: 'Selten (1978), one stage of the chain store; Fudenberg, Tirole (1991), 1.1',
    row: '2 -1 / 0 0',
    column: '1 -1 / 2 2',
    equilibria: ['1 0 | 1 0', '0 1 | 0 1', '0 1 | 1/3 2/3'],
    components: 2,
    degenerate: true,
  },
  {
    name: 'an equilibrium that trembles away',
    source: 'Selten (1975), Int. J. Game Theory 4; Myerson (1978), first example',
    row: '1 0 / 0 0',
    column: '1 0 / 0 0',
    equilibria: ['1 0 | 1 0', '0 1 | 0 1'],
    degenerate: true,
  },
  {
    name: 'perfect but not proper',
    source: 'Myerson (1978), Int. J. Game Theory 7: three equilibria, all pure',
    row: '1 0 -9 / 0 0 -7 / -9 -7 -7',
    column: '1 0 -9 / 0 0 -7 / -9 -7 -7',
    equilibria: ['1 0 0 | 1 0 0', '0 1 0 | 0 1 0', '0 0 1 | 0 0 1'],
    degenerate: true,
  },
  {
    name: 'beer and quiche, payoffs times ten',
    source: 'Cho, Kreps (1987), Quarterly J. Economics 102: two components, both types drink beer or both eat quiche',
    row: '9 9 29 29 / 10 12 28 30 / 0 18 2 20 / 1 21 1 21',
    column: '1 1 9 9 / 1 0 10 9 / 1 10 0 9 / 1 9 1 9',
    components: 2,
    degenerate: true,
  },
  {
    name: 'indifference everywhere',
    source:
      'every profile is an equilibrium; Jansen (1981), Naval Research Logistics Quarterly 28, on maximal Nash subsets',
    row: '0 0 / 0 0',
    column: '0 0 / 0 0',
    equilibria: ['1 0 | 1 0', '1 0 | 0 1', '0 1 | 1 0', '0 1 | 0 1'],
    components: 1,
    degenerate: true,
  },
  {
    name: 'two by four, zero-sum',
    source: 'Ferguson, Game Theory, part II',
    row: '2 3 1 5 / 4 1 6 0',
    column: '-2 -3 -1 -5 / -4 -1 -6 0',
    equilibria: ['5/7 2/7 | 0 5/7 2/7 0'],
    degenerate: false,
    rowValue: '17/7',
  },
  {
    name: 'two-finger Morra',
    source: 'Dresher (1961), The Mathematics of Games of Strategy; Chvatal (1983), ch. 15',
    row: '0 2 -3 0 / -2 0 0 3 / 3 0 0 -4 / 0 -3 4 0',
    column: '0 -2 3 0 / 2 0 0 -3 / -3 0 0 4 / 0 3 -4 0',
    equilibria: [
      '0 4/7 3/7 0 | 0 4/7 3/7 0',
      '0 4/7 3/7 0 | 0 3/5 2/5 0',
      '0 3/5 2/5 0 | 0 4/7 3/7 0',
      '0 3/5 2/5 0 | 0 3/5 2/5 0',
    ],
    components: 1,
    degenerate: true,
    rowValue: '0',
  },
  {
    name: "Mendelsohn's game, reduced",
    source: 'Ferguson, Game Theory, part II',
    row: '0 -1 2 / 1 0 -1 / -2 1 0',
    column: '0 1 -2 / -1 0 1 / 2 -1 0',
    equilibria: ['1/4 1/2 1/4 | 1/4 1/2 1/4'],
    degenerate: false,
    rowValue: '0',
  },
  {
    name: 'diagonal game',
    source: 'Ferguson, Game Theory, part II: mixes proportional to 1/d, value 1 / sum(1/d)',
    row: '1 0 0 / 0 2 0 / 0 0 3',
    column: '-1 0 0 / 0 -2 0 / 0 0 -3',
    equilibria: ['6/11 3/11 2/11 | 6/11 3/11 2/11'],
    degenerate: true,
    rowValue: '6/11',
  },
  {
    name: 'Colonel Blotto, four regiments against three',
    source: 'Karlin (1959), Mathematical Methods and Theory in Games; Owen (1995): value 14/9',
    row: '4 2 1 0 / 1 3 0 -1 / -2 2 2 -2 / -1 0 3 1 / 0 1 2 4',
    column: '-4 -2 -1 0 / -1 -3 0 1 / 2 -2 -2 2 / 1 0 -3 -1 / 0 -1 -2 -4',
    components: 1,
    degenerate: true,
    rowValue: '14/9',
  },
];
