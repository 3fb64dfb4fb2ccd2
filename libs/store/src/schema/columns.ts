import { customType, text, timestamp } from 'drizzle-orm/pg-core';
import { Decimal, type LocalDate } from '#kernel';
import { storableText, toStorableJson } from '../storable-json.js';

/** `numeric` without a declared scale: the database keeps the scale that was written, so 12.50 comes back as 12.50. */
export const decimal = customType<{ data: Decimal; driverData: string }>({
  dataType: () => 'numeric',
  toDriver: (value) => value.toString(),
  fromDriver: (value) => Decimal.of(String(value)),
});

/** `date` as text both ways: no instant and no time zone ever touches it. */
export const calendarDate = customType<{ data: LocalDate; driverData: string }>({
  dataType: () => 'date',
  fromDriver: (value) => value as LocalDate,
});

/** `timestamptz` as Date, exact to the millisecond. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date' });

/** Text from outside; U+0000, which PostgreSQL cannot hold, becomes U+FFFD. */
export const freeText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: storableText,
});

/** A text of a closed list. */
export const code = <T extends string>() => text().$type<T>();

/** A document as `jsonb`: member order is not kept. */
export const document = <T>() =>
  customType<{ data: T; driverData: unknown }>({
    dataType: () => 'jsonb',
    toDriver: toStorableJson,
    fromDriver: (value) => value as T,
  })();

/** A document as `json`: comes back with its members in the order they were written. */
export const verbatimDocument = <T>() =>
  customType<{ data: T; driverData: unknown }>({
    dataType: () => 'json',
    toDriver: toStorableJson,
    fromDriver: (value) => value as T,
  })();
