type Row = readonly [weight: 'for' | 'against', en: string, fr: string];

/** Every observation matching can make, in words for a clerk. Codes are permanent. */
export const MATCH_EVIDENCE = {
  'MATCH.CREDITOR_REFERENCE': [
    'for',
    'The payment quotes the creditor reference of the document.',
    'Le paiement cite la référence créancier du document.',
  ],
  'MATCH.END_TO_END_ID': [
    'for',
    'The end-to-end id is one we gave.',
    'L’identifiant de bout en bout est l’un des nôtres.',
  ],
  'MATCH.ADVICE': ['for', 'A remittance advice of the payer lists it.', 'Un avis de paiement du payeur le détaille.'],
  'MATCH.REFERRED_DOCUMENT': [
    'for',
    'The payment lists the document with its amount.',
    'Le paiement liste le document avec son montant.',
  ],
  'MATCH.DOCUMENT_NUMBER': [
    'for',
    'The text of the payment holds the whole document number.',
    'Le libellé contient le numéro entier du document.',
  ],
  'MATCH.PAYER_KNOWN': [
    'for',
    'The account of the payer belongs to this customer.',
    'Le compte du payeur appartient à ce client.',
  ],
  'MATCH.PAYER_NAME': ['for', 'The name of the payer is the customer’s.', 'Le nom du payeur est celui du client.'],
  'MATCH.PAYER_NAME_LIKE': [
    'for',
    'The name of the payer is like the customer’s.',
    'Le nom du payeur ressemble à celui du client.',
  ],
  'MATCH.ORDER_REFERENCE': [
    'for',
    'The payment names the order that the document bills.',
    'Le paiement cite la commande que le document facture.',
  ],
  'MATCH.AMOUNT_EXACT': ['for', 'The amount is exactly what is open.', 'Le montant est exactement celui qui reste dû.'],
  'MATCH.COMBINATION_UNIQUE': [
    'for',
    'Of all combinations of the customer’s open documents only this one gives the amount.',
    'Parmi toutes les combinaisons des documents ouverts du client, seule celle-ci donne le montant.',
  ],
  'MATCH.DISCOUNT': [
    'for',
    'The difference is the early payment discount, taken in time.',
    'L’écart correspond à l’escompte, pris dans les délais.',
  ],
  'MATCH.BANK_CHARGE': ['for', 'The difference is a bank charge.', 'L’écart correspond à des frais bancaires.'],
  'MATCH.TOLERANCE': ['for', 'The difference is within the tolerance.', 'L’écart est dans la tolérance.'],
  'MATCH.CREDIT_NOTE_NETTED': [
    'for',
    'The payer has deducted open credit notes.',
    'Le payeur a déduit des avoirs ouverts.',
  ],
  'MATCH.DISPUTED_PART_LEFT': [
    'for',
    'The payer has paid all but the disputed part.',
    'Le payeur a tout réglé sauf la partie en litige.',
  ],
  'MATCH.DEDUCTION_ANNOUNCED': [
    'for',
    'The payer announces a deduction with its reason.',
    'Le payeur annonce une déduction et son motif.',
  ],
  'MATCH.OLDEST_FIRST': [
    'for',
    'Without any indication, the oldest due documents are paid first (Code civil, art. 1342-10).',
    'Sans indication, les dettes échues les plus anciennes sont réglées d’abord (Code civil, art. 1342-10).',
  ],
  'MATCH.PAYER_OTHER': [
    'against',
    'The payer is known as another customer.',
    'Le payeur est connu comme un autre client.',
  ],
  'MATCH.PAYER_AMBIGUOUS': [
    'against',
    'The account of the payer pays for several customers.',
    'Le compte du payeur règle pour plusieurs clients.',
  ],
  'MATCH.PAYER_UNPROVEN': [
    'against',
    'The payer was not confirmed often enough for a match without reference.',
    'Le payeur n’a pas été confirmé assez souvent pour un rapprochement sans référence.',
  ],
  'MATCH.PAYER_UNKNOWN': ['against', 'Nobody knows this payer yet.', 'Ce payeur est encore inconnu.'],
  'MATCH.NEIGHBOUR_NUMBER': [
    'against',
    'Another customer’s document of the same amount has nearly the same number; a slip cannot be excluded.',
    'Un document d’un autre client, de même montant, porte presque le même numéro ; une faute de frappe est possible.',
  ],
  'MATCH.NUMBER_WEAK': [
    'against',
    'The number is too short to point at a document by itself.',
    'Le numéro est trop court pour désigner seul un document.',
  ],
  'MATCH.NUMBER_AMBIGUOUS': [
    'against',
    'The text can be read as more than one document number.',
    'Le libellé peut se lire comme plusieurs numéros de document.',
  ],
  'MATCH.UNKNOWN_NUMBER': [
    'against',
    'The payment quotes a number like ours that no document has.',
    'Le paiement cite un numéro semblable aux nôtres, qu’aucun document ne porte.',
  ],
  'MATCH.CLOSED_ITEM': [
    'against',
    'The payment quotes a document that is already settled: a double payment or an old template.',
    'Le paiement cite un document déjà soldé : double paiement ou ancien modèle de virement.',
  ],
  'MATCH.CURRENCY': [
    'against',
    'The document is in another currency than the payment.',
    'Le document est dans une autre devise que le paiement.',
  ],
  'MATCH.AMOUNT_SHORT': [
    'against',
    'Less was paid than is open, and nothing explains the difference.',
    'Le paiement est inférieur au dû, sans explication de l’écart.',
  ],
  'MATCH.AMOUNT_OVER': [
    'against',
    'More was paid than is open on these documents.',
    'Le paiement dépasse le dû sur ces documents.',
  ],
  'MATCH.SEVERAL_SOLUTIONS': [
    'against',
    'Several combinations explain the amount.',
    'Plusieurs combinaisons expliquent le montant.',
  ],
  'MATCH.SEARCH_BOUND': [
    'against',
    'There are too many open documents to prove that the solution is the only one.',
    'Trop de documents ouverts pour prouver que la solution est unique.',
  ],
  'MATCH.FRACTION': [
    'against',
    'The amount is also a plain fraction of another open document: it may be an instalment.',
    'Le montant est aussi une fraction simple d’un autre document ouvert : ce peut être un acompte.',
  ],
  'MATCH.COINCIDENCE': [
    'against',
    'So many combinations of the open documents exist that one would fit by chance.',
    'Il existe tant de combinaisons des documents ouverts que l’une d’elles conviendrait par hasard.',
  ],
  'MATCH.REPEATED_PAYMENT': [
    'against',
    'The same payer sent the same amount a few days ago without a reference.',
    'Le même payeur a envoyé le même montant il y a quelques jours sans référence.',
  ],
  'MATCH.DISPUTED_ITEM': [
    'against',
    'A document of the solution is disputed, and the payment does not name it.',
    'Un document de la solution est en litige, et le paiement ne le cite pas.',
  ],
  'MATCH.SEVERAL_CUSTOMERS': [
    'against',
    'The documents belong to several customers.',
    'Les documents appartiennent à plusieurs clients.',
  ],
  'MATCH.CLUES_DISAGREE': [
    'against',
    'The references of the payment point at different documents.',
    'Les références du paiement désignent des documents différents.',
  ],
  'MATCH.ADVICE_MISMATCH': [
    'against',
    'The remittance advice does not agree with the payment or with what is open.',
    'L’avis de paiement ne correspond pas au paiement ou au restant dû.',
  ],
  'MATCH.POLICY': ['against', 'The policy leaves this to a person.', 'La politique réserve ce cas à une personne.'],
  'MATCH.ORDER_NUMBER': ['against', 'Only an order number was quoted.', 'Seul un numéro de commande est cité.'],
  'MATCH.NOT_BOOKED': ['against', 'The entry is not booked yet.', 'L’écriture n’est pas encore comptabilisée.'],
  'MATCH.NOT_A_RECEIPT': ['against', 'The entry takes money out.', 'L’écriture est un débit.'],
  'MATCH.RETURNED': [
    'against',
    'The entry gives back a payment of ours.',
    'L’écriture rend un paiement émis par nous.',
  ],
  'MATCH.BATCH': [
    'against',
    'The entry is a batch: its payments are matched one by one.',
    'L’écriture est une remise : ses paiements se rapprochent un à un.',
  ],
  'MATCH.NOTHING_FOUND': [
    'against',
    'Neither a reference nor the payer nor the amount points at an open document.',
    'Ni référence, ni payeur, ni montant ne désigne un document ouvert.',
  ],
} as const satisfies Record<string, Row>;

export type EvidenceCode = keyof typeof MATCH_EVIDENCE;
