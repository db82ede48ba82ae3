/** A queue that cannot be used as it was asked to be: exit code 2. No sentence of it holds a password. */
export class QueueError extends Error {
  readonly code = 'queue';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'QueueError';
  }
}
