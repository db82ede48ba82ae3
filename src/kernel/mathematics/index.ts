/**
 * The functions of mathematics that results are made of, with the same bits on every engine.
 *
 * JavaScript says only that sums, products, quotients, square roots and remainders are rounded correctly. What it calls
 * `Math.exp` or `x ** y` each engine computes as it likes, and each has changed its mind: results stored today would
 * not be repeated by a later Node, or by a browser. These are written in sums, products and quotients alone.
 *
 * They follow fdlibm 5.3, and its constants are used; the notice it asks to preserve:
 *
 *     Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 *
 *     Developed at SunSoft, a Sun Microsystems, Inc. business.
 *     Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
 *     preserved.
 */

export { cos } from './cosine.ts';
export { exp, expm1 } from './exponential.ts';
export { hypot } from './hypotenuse.ts';
export { log, log1p, log2, log10 } from './logarithm.ts';
export { pow } from './power.ts';
export { square } from './square.ts';
