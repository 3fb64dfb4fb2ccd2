type Texts = readonly [en: string, fr: string, remedyEn: string, remedyFr: string];

const AGAIN: readonly [string, string] = [
  'Ask the bank for the file again, or fetch it again.',
  'Redemandez le fichier à la banque ou téléchargez-le à nouveau.',
];

/** Every problem of bank files: message and remedy, English and French. */
export const STATEMENT_PROBLEMS = {
  'STATEMENT.EMPTY_FILE': ['The file is empty.', 'Le fichier est vide.', ...AGAIN],
  'STATEMENT.TOO_LARGE': [
    'The file is larger than 64 MiB.',
    'Le fichier dépasse 64 Mio.',
    'Ask the bank for one file a day or an account.',
    'Demandez à la banque un fichier par jour ou par compte.',
  ],
  'STATEMENT.ARCHIVE': [
    'The file is an archive (ZIP or gzip), not a statement.',
    'Le fichier est une archive (ZIP ou gzip) et non un relevé.',
    'Unpack it and send the files it holds.',
    'Décompressez-la et envoyez les fichiers qu’elle contient.',
  ],
  'STATEMENT.UNKNOWN_FORMAT': [
    'The format of the file is not recognised.',
    'Le format du fichier n’est pas reconnu.',
    'Send camt.052/053/054, MT940/942, CFONB 120, BAI2 or OFX, or declare a column mapping for CSV.',
    'Envoyez du camt.052/053/054, MT940/942, CFONB 120, BAI2 ou OFX, ou déclarez une correspondance de colonnes pour le CSV.',
  ],
  'STATEMENT.NOT_A_STATEMENT': [
    'The file is of a known kind, but it is not an account statement.',
    'Le type du fichier est connu, mais ce n’est pas un relevé de compte.',
    'Send it where this kind of document is expected, or ask the bank for the account statement.',
    'Envoyez-le là où ce type de document est attendu, ou demandez le relevé de compte à la banque.',
  ],
  'STATEMENT.IS_ADVICE': [
    'The file is a remittance advice: it says what a payment is for, but proves no payment.',
    'Le fichier est un avis de paiement : il détaille un paiement, mais ne le prouve pas.',
    'Import it as a remittance advice.',
    'Importez-le en tant qu’avis de paiement.',
  ],
  'STATEMENT.FORMAT_NOT_READ': [
    'This format is recognised but not read, since it lacks what an account statement needs.',
    'Ce format est reconnu mais n’est pas lu, car il lui manque des éléments d’un relevé de compte.',
    'Ask the bank for camt.053, or use CSV with a declared mapping.',
    'Demandez du camt.053 à la banque, ou utilisez un CSV avec une correspondance déclarée.',
  ],
  'STATEMENT.MAPPING_MISSING': [
    'A CSV file needs a declared column mapping.',
    'Un fichier CSV exige une correspondance de colonnes déclarée.',
    'Declare the columns of this bank once in the settings.',
    'Déclarez une fois les colonnes de cette banque dans les paramètres.',
  ],
  'STATEMENT.XML_MALFORMED': ['The XML is not well formed.', 'Le XML est mal formé.', ...AGAIN],
  'STATEMENT.XML_DTD': [
    'The XML declares a document type or entities, which is refused.',
    'Le XML déclare un type de document ou des entités, ce qui est refusé.',
    'Send the message without DOCTYPE.',
    'Envoyez le message sans DOCTYPE.',
  ],
  'STATEMENT.XML_TOO_DEEP': [
    'The XML is nested more deeply than any bank message.',
    'Le XML est imbriqué plus profondément que tout message bancaire.',
    ...AGAIN,
  ],
  'STATEMENT.NO_STATEMENT': [
    'The message holds no statement, report or notification.',
    'Le message ne contient ni relevé, ni rapport, ni notification.',
    ...AGAIN,
  ],
  'STATEMENT.ACCOUNT_MISSING': [
    'The account of the statement is not stated.',
    'Le compte du relevé n’est pas indiqué.',
    ...AGAIN,
  ],
  'STATEMENT.CURRENCY_MISSING': [
    'No currency is stated for the account, a balance or an entry.',
    'Aucune devise n’est indiquée pour le compte, un solde ou une écriture.',
    ...AGAIN,
  ],
  'STATEMENT.AMOUNT_INVALID': [
    'An amount is missing or is not a number.',
    'Un montant manque ou n’est pas un nombre.',
    ...AGAIN,
  ],
  'STATEMENT.DATE_INVALID': [
    'A date is missing or does not exist in the calendar.',
    'Une date manque ou n’existe pas dans le calendrier.',
    ...AGAIN,
  ],
  'STATEMENT.DIRECTION_INVALID': [
    'An entry does not say whether it is a credit or a debit.',
    'Une écriture n’indique pas s’il s’agit d’un crédit ou d’un débit.',
    ...AGAIN,
  ],
  'STATEMENT.RECORD_INVALID': [
    'A line does not have the form of its record type.',
    'Une ligne n’a pas la forme de son type d’enregistrement.',
    ...AGAIN,
  ],
  'STATEMENT.RECORD_ORDER': [
    'A record stands where it may not stand: the statement is cut or pieces are missing.',
    'Un enregistrement est mal placé : le relevé est tronqué ou incomplet.',
    ...AGAIN,
  ],
  'STATEMENT.COLUMN_MISSING': [
    'A column that the mapping names is not in the file.',
    'Une colonne citée par la correspondance est absente du fichier.',
    'Correct the mapping, or ask the bank whether its export changed.',
    'Corrigez la correspondance, ou demandez à la banque si son export a changé.',
  ],
  'STATEMENT.FIELD_MISSING': [
    'A field that the format requires is missing.',
    'Un champ obligatoire du format manque.',
    ...AGAIN,
  ],
  'STATEMENT.BALANCE_BROKEN': [
    'Opening balance plus entries does not give the closing balance.',
    'Le solde d’ouverture plus les écritures ne donne pas le solde de clôture.',
    'Compare with the bank: an entry is missing or doubled. The entries were kept.',
    'Comparez avec la banque : une écriture manque ou figure en double. Les écritures ont été conservées.',
  ],
  'STATEMENT.BALANCE_CURRENCY': [
    'The balances of the statement are in different currencies, so they cannot be checked.',
    'Les soldes du relevé sont dans des devises différentes et ne peuvent être vérifiés.',
    'Ask the bank for one statement for each currency.',
    'Demandez à la banque un relevé par devise.',
  ],
  'STATEMENT.CHAIN_BROKEN': [
    'The opening balance differs from the closing balance of the statement before it.',
    'Le solde d’ouverture diffère du solde de clôture du relevé précédent.',
    'Look for a statement between the two.',
    'Cherchez un relevé manquant entre les deux.',
  ],
  'STATEMENT.GAP': [
    'A statement of this account seems to be missing before this one.',
    'Un relevé de ce compte semble manquer avant celui-ci.',
    'Fetch the missing statement from the bank; payments in it are not known.',
    'Récupérez le relevé manquant auprès de la banque ; ses paiements ne sont pas connus.',
  ],
  'STATEMENT.TOTAL_BROKEN': [
    'A control total or count of the file does not agree with its records.',
    'Un total ou un nombre de contrôle du fichier ne correspond pas à ses enregistrements.',
    ...AGAIN,
  ],
  'STATEMENT.BATCH_SUM': [
    'The payments of a batch do not add up to its booking.',
    'Les paiements d’une remise ne correspondent pas au total comptabilisé.',
    'Look for charges taken from the batch, or for its missing detail.',
    'Cherchez des frais prélevés sur la remise, ou le détail manquant.',
  ],
  'STATEMENT.ENTRY_DATE_TAKEN': [
    'An entry has no usable booking date; the nearest stated date was taken.',
    'Une écriture n’a pas de date comptable exploitable ; la date indiquée la plus proche a été reprise.',
    'Check the date of this entry with the bank.',
    'Vérifiez la date de cette écriture auprès de la banque.',
  ],
  'STATEMENT.INCOMPLETE': [
    'The file lacks a part of a statement (account, balances, reference); what is there was read.',
    'Il manque une partie du relevé (compte, soldes, référence) ; ce qui est présent a été lu.',
    'Do not use it as the only proof of a balance.',
    'Ne l’utilisez pas comme seule preuve d’un solde.',
  ],
  'STATEMENT.TEXT_SKIPPED': [
    'A line was not understood; it is kept with the raw fields.',
    'Une ligne n’a pas été comprise ; elle est conservée avec les champs bruts.',
    'Nothing to do unless information is missing.',
    'Rien à faire, sauf s’il manque une information.',
  ],
  'ADVICE.UNKNOWN_FORMAT': [
    'The file is not a remittance advice of a supported format.',
    'Le fichier n’est pas un avis de paiement d’un format pris en charge.',
    'Send EDIFACT REMADV, UBL RemittanceAdvice, or CSV with a declared mapping.',
    'Envoyez un REMADV EDIFACT, un RemittanceAdvice UBL, ou un CSV avec correspondance déclarée.',
  ],
  'ADVICE.NO_DOCUMENT': [
    'The advice names no document.',
    'L’avis ne cite aucun document.',
    'Ask the payer which invoices the payment is for.',
    'Demandez au payeur quelles factures sont concernées.',
  ],
  'ADVICE.TOTAL_BROKEN': [
    'The lines of the advice do not add up to its total.',
    'Les lignes de l’avis ne correspondent pas à son total.',
    'Ask the payer for a corrected advice.',
    'Demandez au payeur un avis corrigé.',
  ],
} as const satisfies Record<string, Texts>;

export type StatementProblemCode = keyof typeof STATEMENT_PROBLEMS;
