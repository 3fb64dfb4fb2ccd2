import { localDateOf, type LocalDate } from './dates.js';

/** The only source of time for domain and flows, so that tests can set it. */
export interface Clock {
  now(): Date;
  /** Calendar date in the legal time zone of the seller. */
  today(): LocalDate;
}

export const systemClock: Clock = {
  now: () => new Date(),
  today: () => localDateOf(new Date()),
};

/** A clock that stands at an instant until it is moved. */
export class FixedClock implements Clock {
  constructor(private instant: Date) {}

  now(): Date {
    return new Date(this.instant);
  }

  today(): LocalDate {
    return localDateOf(this.instant);
  }

  advance(milliseconds: number): void {
    this.instant = new Date(this.instant.getTime() + milliseconds);
  }
}
