import { sql, type SQL } from 'drizzle-orm';
import { Decimal, type LocalDate } from '#kernel';
import type { OpenClaim, OpenSearch } from '#ports';
import type { TenantScope } from './tenant-scope.js';

/** Open late-payment claims of the tenant: all, or those that the keys, customers and amounts lead to. */
export async function openClaims(scope: TenantScope, search?: OpenSearch): Promise<readonly OpenClaim[]> {
  const { tenantId, queries } = scope;
  const condition = search === undefined ? sql`` : searchedBy(tenantId, search);
  const result: unknown = await queries.execute(sql`
    SELECT c.id, c.number, c.customer_ref, i.customer_name, c.seller_ref, c.currency,
           (c.made_at AT TIME ZONE 'UTC')::date::text AS made_on, c.total_amount::text, b.open_amount::text, i.correlation_id
      FROM claim_balances b
      JOIN claims c ON c.tenant_id = b.tenant_id AND c.id = b.claim_id
      JOIN invoices i ON i.tenant_id = c.tenant_id AND i.id = c.invoice_id
     WHERE b.tenant_id = ${tenantId} AND b.open_amount <> 0 ${condition}
     ORDER BY c.id`);
  return (result as { rows: ClaimRowText[] }).rows.map(toOpenClaim);
}

function searchedBy(tenantId: string, { keys, customerRefs, amounts }: OpenSearch): SQL {
  const list = (values: readonly string[]) => sql`(SELECT jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
  const sums = JSON.stringify(amounts.map((amount) => amount.toString()));
  return sql`AND b.claim_id IN (
    SELECT id FROM claims WHERE tenant_id = ${tenantId} AND facteur_document_key(number) IN ${list(keys)}
    UNION SELECT claim_id FROM claim_balances
           WHERE tenant_id = ${tenantId} AND open_amount <> 0 AND customer_ref IN ${list(customerRefs)}
    UNION SELECT claim_id FROM claim_balances
           WHERE tenant_id = ${tenantId} AND open_amount <> 0
             AND open_amount IN (SELECT value::numeric FROM jsonb_array_elements_text(${sums}::jsonb)))`;
}

interface ClaimRowText {
  readonly id: string;
  readonly number: string;
  readonly customer_ref: string;
  readonly customer_name: string;
  readonly seller_ref: string;
  readonly currency: string;
  readonly made_on: LocalDate;
  readonly total_amount: string;
  readonly open_amount: string;
  readonly correlation_id: string;
}

function toOpenClaim(row: ClaimRowText): OpenClaim {
  return {
    invoiceId: row.id,
    number: row.number,
    kind: 'debit-note',
    customerRef: row.customer_ref,
    customerName: row.customer_name,
    sellerRef: row.seller_ref,
    currency: row.currency,
    issueDate: row.made_on,
    totalWithVat: Decimal.of(row.total_amount),
    openAmount: Decimal.of(row.open_amount),
    disputedAmount: Decimal.ZERO,
    correlationId: row.correlation_id,
  };
}
