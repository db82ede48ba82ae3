/** A plug that cannot be used, or that failed when it was asked: its message names the plug and what it broke. */
export class PlugError extends Error {
  readonly code = 'plugin';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PlugError';
  }
}
