/**
 * Numbers that would be read as something else than they look like: what is so small that it would be 0, and what a reader
 * may take for octal, is refused where it is written, before anybody counts with it.
 */
const number = /(?<![\w.]|\d\s)(\d+(?:\.\d*)?|\.\d+)(e[-+]?\d+)?/gi;

/**
 * Why a number in a text is not what it looks like, as the second half of a sentence; `undefined` where all are.
 *
 * @example
 * findMisspelt('017 s') // => '017 starts with a zero; write 17'
 */
export function findMisspelt(text: string): string | undefined {
  for (const [spelt, mantissa] of text.matchAll(number)) {
    if (/^0\d/.test(spelt)) return `${clip(spelt)} starts with a zero; write ${clip(spelt.replace(/^0+(?=\d)/, ''))}`;
    if (Number(spelt) === 0 && /[1-9]/.test(mantissa))
      return `${clip(spelt)} is nearer to 0 than a number can be; write 0`;
  }
  return undefined;
}

/**
 * What to write in place of a number with commas, which some put between thousands and some before decimals; `undefined`
 * where a text begins with no such number.
 *
 * @example
 * findCommas('2,5') // => 'a number is written with a point: 2.5'
 */
export function findCommas(text: string): string | undefined {
  const [, whole, commas, point = ''] = /^([-+]?\d+)((?:,\d+)+)(\.\d+)?/.exec(text) ?? [];
  if (whole === undefined || commas === undefined) return undefined;
  const parts = commas.slice(1).split(',');
  const mayBeThousands = /^[-+]?[1-9]\d{0,2}$/.test(whole) && parts.every((part) => part.length === 3);
  const mayBeDecimals = parts.length === 1 && point === '';
  const thousands = clip(`${whole}${parts.join('')}${point}`);
  const decimals = clip(`${whole}.${parts[0]}`);
  if (mayBeThousands && mayBeDecimals)
    return `a number is written without commas: ${thousands}; or with a point, if that was meant: ${decimals}`;
  if (mayBeThousands) return `a number is written without commas: ${thousands}`;
  return mayBeDecimals ? `a number is written with a point: ${decimals}` : 'a number is written without commas';
}

function clip(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}
