import { addDays, addMonths, daysInMonth, endOfMonth, type LocalDate } from '#kernel';
import type { BillingPolicy, PaymentTerms } from './billing-policy.js';

/** Due date that follows from the issue date by the terms; a calendar date, as Code de commerce L441-9 wants it. */
export function dueDateOf(issueDate: LocalDate, terms: Omit<PaymentTerms, 'text'>): LocalDate {
  const counted = countedDate(issueDate, terms.days, terms.endOfMonth);
  return terms.dayOfMonth === undefined ? counted : onOrAfter(counted, terms.dayOfMonth);
}

/** Latest lawful due date (Code de commerce L441-10) under the policy: the later of the two forms that were agreed. */
export function latestDueDate(issueDate: LocalDate, ceiling: BillingPolicy['ceiling']): LocalDate {
  const plain = addDays(issueDate, ceiling.days);
  if (ceiling.endOfMonthDays === undefined) return plain;
  const monthly = countedDate(issueDate, ceiling.endOfMonthDays, ceiling.endOfMonth);
  return monthly > plain ? monthly : plain;
}

function countedDate(from: LocalDate, days: number, end: PaymentTerms['endOfMonth']): LocalDate {
  switch (end) {
    case 'none':
      return addDays(from, days);
    case 'after-days':
      return endOfMonth(addDays(from, days));
    case 'before-days':
      return addDays(endOfMonth(from), days);
  }
}

/** The next date, that day included, which has this day of the month (or is the last of a shorter month). */
function onOrAfter(date: LocalDate, day: number): LocalDate {
  const inMonth = withDay(date, day);
  return inMonth >= date ? inMonth : withDay(addMonths(withDay(date, 1), 1), day);
}

function withDay(date: LocalDate, day: number): LocalDate {
  const last = daysInMonth(Number(date.slice(0, 4)), Number(date.slice(5, 7)));
  return addDays(`${date.slice(0, 8)}01` as LocalDate, Math.min(day, last) - 1);
}
