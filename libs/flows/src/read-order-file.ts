import {
  detectOrderFormat,
  readCsvOrders,
  readJsonOrders,
  readUblOrders,
  type Locate,
  type OrderReading,
} from '#order';
import type { OrderRow, Parcel } from '#ports';
import type { FlowContext } from './context.js';
import { noCsvMapping, unknownOrderFormat } from './order-problems.js';

/** What a parcel of orders says, by its format and the mapping of its source. */
export async function readOrderFile(context: FlowContext, parcel: Parcel): Promise<OrderReading> {
  const bytes = await context.documents.get(parcel.sha256);
  const format = detectOrderFormat(parcel.fileName, parcel.mediaType, bytes);
  switch (format) {
    case 'json':
      return readJsonOrders(bytes);
    case 'ubl':
      return readUblOrders(bytes);
    case 'csv': {
      const mapping = context.csvMapping(parcel.source);
      return mapping
        ? readCsvOrders(bytes, mapping)
        : { orders: [], rejected: [], problems: [noCsvMapping(parcel.source)] };
    }
    case undefined:
      return { orders: [], rejected: [], problems: [unknownOrderFormat(parcel.fileName)] };
  }
}

/** How the file that brought an order names its fields: column and row, element. Undefined where it cannot be told any more. */
export async function sourceFields(context: FlowContext, tenantId: string, row: OrderRow): Promise<Locate | undefined> {
  const parcel = await context.store.transaction(tenantId, (tx) => tx.parcels.find(row.parcelId));
  if (!parcel) return undefined;
  const { orders } = await readOrderFile(context, parcel);
  return orders.find(({ position }) => position === row.position)?.locate;
}
