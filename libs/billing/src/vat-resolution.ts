import { Decimal, type LocalDate } from '#kernel';
import type { Exemption } from '#invoice';
import type { OrderVat } from '#order';
import type { BillingPolicy, VatRule } from './billing-policy.js';
import type { DraftNotebook } from './draft-notebook.js';
import type { PartnerProfile } from './partner-profile.js';

/** VAT of one line, allowance or charge. */
export interface ResolvedVat {
  readonly category: string;
  /** In percent; none for category O. */
  readonly rate?: Decimal;
}

const PLAIN = new Set(['S', 'Z', 'L', 'M']);

/**
 * Decides the VAT of each part of an order: the order's own category and rate, else its tax code by the policy's table, else
 * the table's rule for parts without code. Reasons of exemption are gathered, one for each category (BR-E-01 and its sisters).
 */
export class VatResolution {
  private readonly reasons = new Map<string, Exemption>();

  constructor(
    private readonly policy: BillingPolicy,
    private readonly customer: PartnerProfile,
    private readonly issueDate: LocalDate,
    private readonly notebook: DraftNotebook,
  ) {}

  /** VAT of the part at `path`; undefined, with a problem noted, when it cannot be decided. */
  resolve(vat: OrderVat | undefined, path: readonly PropertyKey[]): ResolvedVat | undefined {
    const rule = this.ruleFor(vat, path);
    const resolved = vat?.category !== undefined || vat?.rate !== undefined ? this.stated(vat, rule, path) : rule;
    if (!resolved) return undefined;
    const rate = resolved.category === 'O' ? undefined : (resolved.rate ?? Decimal.ZERO).normalized();
    if (!this.rateFits(resolved.category, rate, path)) return undefined;
    if (!PLAIN.has(resolved.category)) this.noteReason(resolved.category, vat, rule, path);
    this.compareTreatment(resolved.category, path);
    return { category: resolved.category, ...(rate === undefined ? {} : { rate }) };
  }

  /** BT-120 and BT-121 of a category. */
  exemptionOf(category: string): Exemption {
    return this.reasons.get(category) ?? {};
  }

  private ruleFor(vat: OrderVat | undefined, path: readonly PropertyKey[]): VatRule | undefined {
    const rule = this.policy.vatRules.find((one) => this.applies(one) && one.code === vat?.code);
    if (rule || vat?.category !== undefined || vat?.rate !== undefined) return rule;
    const { vatTreatment } = this.customer;
    this.notebook.fault(
      'VAT_UNDECIDED',
      vat?.code === undefined ? path : [...path, 'code'],
      vat?.code,
      {
        en: `The policy "${this.policy.policyId}" has no VAT rule for this tax code and treatment "${vatTreatment}".`,
        fr: `La politique « ${this.policy.policyId} » n'a pas de règle de TVA pour ce code et le régime « ${vatTreatment} ».`,
      },
      {
        en: 'Correct the tax code of the item, or add a rule to vatRules.',
        fr: "Corrigez le code taxe de l'article ou ajoutez une règle à vatRules.",
      },
    );
    return undefined;
  }

  private applies(rule: VatRule): boolean {
    return (
      (rule.treatment === undefined || rule.treatment === this.customer.vatTreatment) &&
      (rule.validFrom === undefined || rule.validFrom <= this.issueDate) &&
      (rule.validTo === undefined || rule.validTo >= this.issueDate)
    );
  }

  /** Category and rate as the order states them; a lone rate above zero is the standard category, a lone zero the rule's. */
  private stated(vat: OrderVat, rule: VatRule | undefined, path: readonly PropertyKey[]): ResolvedVat | undefined {
    if (vat.category !== undefined) return { category: vat.category, rate: vat.rate };
    if (vat.rate?.isPositive()) return { category: 'S', rate: vat.rate };
    if (rule && rule.category !== 'S') return { category: rule.category, rate: vat.rate };
    this.notebook.fault(
      'VAT_ZERO_UNEXPLAINED',
      [...path, 'rate'],
      vat.rate,
      {
        en: 'A rate of zero needs a category: it does not say why no tax is due.',
        fr: 'Un taux nul demande une catégorie : il ne dit pas pourquoi la TVA n’est pas due.',
      },
      { en: 'Give the category Z, E, AE, K, G or O.', fr: 'Indiquez la catégorie Z, E, AE, K, G ou O.' },
    );
    return undefined;
  }

  private rateFits(category: string, rate: Decimal | undefined, path: readonly PropertyKey[]): boolean {
    const isTaxed = category === 'S' || category === 'L' || category === 'M';
    const fits = isTaxed ? category !== 'S' || (rate?.isPositive() ?? false) : !rate?.isPositive();
    if (!fits) {
      this.notebook.fault(
        'VAT_RATE',
        [...path, 'rate'],
        rate,
        {
          en: category === 'S' ? 'Category S needs a rate above zero.' : `Category ${category} has no rate above zero.`,
          fr:
            category === 'S'
              ? 'La catégorie S demande un taux supérieur à zéro.'
              : `La catégorie ${category} n'admet pas de taux supérieur à zéro.`,
        },
        {
          en: 'Correct category or rate (BR-S-05, BR-Z-05 and so on).',
          fr: 'Corrigez la catégorie ou le taux (BR-S-05, BR-Z-05, etc.).',
        },
      );
    }
    return fits;
  }

  private noteReason(
    category: string,
    vat: OrderVat | undefined,
    rule: VatRule | undefined,
    path: readonly PropertyKey[],
  ): void {
    const reason = this.reasonOf(category, vat, rule);
    if (!reason) return this.reasonMissing(category, path);
    const before = this.reasons.get(category);
    this.reasons.set(category, before ?? reason);
    if (before && JSON.stringify(before) !== JSON.stringify(reason)) {
      this.notebook.fault(
        'EXEMPTIONS_DIFFER',
        path,
        reason.exemptionReasonCode ?? reason.exemptionReason,
        {
          en: `Category ${category} has another reason of exemption on an earlier line; EN 16931 has one for each category.`,
          fr: `La catégorie ${category} porte un autre motif d'exonération sur une ligne précédente ; EN 16931 n'en admet qu'un par catégorie.`,
        },
        { en: 'Write one invoice for each reason.', fr: 'Établissez une facture par motif.' },
      );
    }
  }

  private reasonOf(category: string, vat: OrderVat | undefined, rule: VatRule | undefined): Exemption | undefined {
    if (vat?.exemptionReason !== undefined || vat?.exemptionReasonCode !== undefined) {
      return exemption(vat.exemptionReason, vat.exemptionReasonCode);
    }
    const fitting = [rule, ...this.policy.vatRules.filter((one) => this.applies(one) || one.treatment === undefined)];
    const found = fitting.find((one) => one?.category === category && (one.exemptionReason || one.exemptionReasonCode));
    return found && exemption(found.exemptionReason?.[this.customer.language], found.exemptionReasonCode);
  }

  private reasonMissing(category: string, path: readonly PropertyKey[]): void {
    this.notebook.fault(
      'EXEMPTION_MISSING',
      [...path, 'exemptionReasonCode'],
      undefined,
      {
        en: `Category ${category} needs a reason why no VAT is charged.`,
        fr: `La catégorie ${category} demande le motif de non-taxation.`,
      },
      {
        en: 'Give a VATEX code or a text, or put it into the VAT rule of the policy (BR-E-10, BR-AE-10 and so on).',
        fr: 'Indiquez un code VATEX ou un texte, ou placez-le dans la règle de TVA de la politique (BR-E-10, BR-AE-10, etc.).',
      },
    );
  }

  private compareTreatment(category: string, path: readonly PropertyKey[]): void {
    const { vatTreatment } = this.customer;
    if (category !== 'S' || vatTreatment === 'domestic') return;
    this.notebook.warn(
      'VAT_AGAINST_TREATMENT',
      ['BT-151'],
      `VAT is charged at ${path.join('/')} although the customer's treatment is "${vatTreatment}".`,
      `La TVA est facturée (${path.join('/')}) alors que le régime du client est « ${vatTreatment} ».`,
    );
  }
}

function exemption(reason: string | undefined, code: string | undefined): Exemption {
  return {
    ...(reason === undefined ? {} : { exemptionReason: reason }),
    ...(code === undefined ? {} : { exemptionReasonCode: code }),
  };
}
