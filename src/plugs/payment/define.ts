import type { z } from 'zod';
import type { Payment, PaymentKit, PaymentPlay } from '../../market/payment.ts';

/** Ties parameters of a way to pay to what it does; see `market/payment.ts` for what each member means. */
export function definePayment<Params extends z.ZodObject>(
  payment: Omit<Payment, 'socket' | 'params' | 'create'> & {
    params: Params;
    create: (params: z.output<Params>, kit: PaymentKit) => PaymentPlay;
  },
): Payment {
  return { socket: 'payment', ...payment };
}
