/** Where the money of a design point goes, for rooms that know no payment and no collateral. */
import type { Money } from '../market/money/money.ts';
import type { HasPlugs, PlugSpec, Settings } from '../market/settings.ts';
import { catalogueOf } from './catalogue.ts';

/** What is plugged in where nothing is said. */
export const usualMoney = { payment: 'at-once', collateral: 'own' } as const;

/** Whatever says how money goes: settings, or a scenario. */
type HasMoney = Pick<Settings, keyof Money> & HasPlugs;

/** What is plugged in there. @throws RangeError when nothing has that kind */
export function moneyOf(holder: HasMoney): Money {
  const { payments, collaterals } = catalogueOf(holder);
  const { kind: paid } = holder.payment ?? { kind: usualMoney.payment };
  const { kind: held } = holder.collateral ?? { kind: usualMoney.collateral };
  const payment = payments.get(paid);
  const collateral = collaterals.get(held);
  if (!payment) throw new RangeError(`unknown payment ${paid}`);
  if (!collateral) throw new RangeError(`unknown collateral ${held}`);
  return { payment, collateral };
}

/** What of it is no matter of course: what is usual is left out of settings, and of what a study is known by. */
export function unusualMoney({ payment, collateral }: { payment?: PlugSpec; collateral?: PlugSpec }): {
  payment?: PlugSpec;
  collateral?: PlugSpec;
} {
  const isUsual = (spec: PlugSpec | undefined, kind: string) =>
    spec === undefined || (spec.kind === kind && Object.keys(spec).length === 1);
  return {
    ...(!isUsual(payment, usualMoney.payment) && { payment: payment! }),
    ...(!isUsual(collateral, usualMoney.collateral) && { collateral: collateral! }),
  };
}
