import type { Bilingual } from '#kernel';
import { named } from '../en16931/wording.js';

const say = (en: string, fr: string): Bilingual => ({ en, fr });

/** Terms that the reform adds to EN 16931 (EXT-FR-FE-n), those of lifecycle messages (MDT-n), and names that EN 16931 findings never needed. */
const NAMES: Readonly<Record<string, Bilingual>> = {
  'EXT-FR-FE-02': say('Type of the preceding invoice', 'Type de la facture antérieure'),
  'EXT-FR-FE-06': say("Identifier of the buyer's agent", "Identifiant de l'agent d'acheteur"),
  'EXT-FR-FE-12': say("Electronic address of the buyer's agent", "Adresse électronique de l'agent d'acheteur"),
  'EXT-FR-FE-29': say('Electronic address of the payee', 'Adresse électronique du bénéficiaire'),
  'EXT-FR-FE-46': say('Identifier of the payer', 'Identifiant du payeur'),
  'EXT-FR-FE-52': say('Electronic address of the payer', 'Adresse électronique du payeur'),
  'EXT-FR-FE-69': say("Identifier of the seller's agent", "Identifiant de l'agent de vendeur"),
  'EXT-FR-FE-75': say("Electronic address of the seller's agent", "Adresse électronique de l'agent de vendeur"),
  'EXT-FR-FE-92': say('Identifier of the invoicee', 'Identifiant du facturé à'),
  'EXT-FR-FE-98': say('Electronic address of the invoicee', 'Adresse électronique du facturé à'),
  'EXT-FR-FE-115': say('Identifier of the invoicer', 'Identifiant du facturant'),
  'EXT-FR-FE-121': say('Electronic address of the invoicer', 'Adresse électronique du facturant'),
  'EXT-FR-FE-136': say('Preceding invoice of a line', 'Facture antérieure de la ligne'),
  'EXT-FR-FE-137': say('Type of the preceding invoice of a line', 'Type de la facture antérieure de la ligne'),
  'EXT-FR-FE-138': say('Date of the preceding invoice of a line', 'Date de la facture antérieure de la ligne'),
  'EXT-FR-FE-146': say('Delivery location identifier of a line', 'Identifiant du lieu de livraison de la ligne'),
  'EXT-FR-FE-158': say('Delivery date of a line', 'Date de livraison de la ligne'),
  'EXT-FR-FE-159': say('Attribute code of an article', "Code de l'attribut d'article"),
  'EXT-FR-FE-160': say('Measured value of an attribute', "Valeur mesurée de l'attribut"),
  'EXT-FR-FE-162': say('Parent line', 'Ligne parente'),
  'EXT-FR-FE-163': say('Line subtype (GROUP, DETAIL, INFORMATION)', 'Sous-type de ligne (GROUP, DETAIL, INFORMATION)'),
  'EXT-FR-FE-164': say('Name of the seller of a line', 'Nom du vendeur de la ligne'),
  'EXT-FR-FE-167': say('Legal identifier of the seller of a line', 'Identifiant légal du vendeur de la ligne'),
  'EXT-FR-FE-177': say('Country of the seller of a line', 'Pays du vendeur de la ligne'),
  'EXT-FR-FE-181': say('VAT total of a line group', "Total de TVA d'un groupe de lignes"),
  'EXT-FR-FE-182': say(
    'VAT total of a line group in the accounting currency',
    "Total de TVA d'un groupe de lignes en devise de comptabilisation",
  ),
  'EXT-FR-FE-184': say('Total with VAT of a line group', "Total TTC d'un groupe de lignes"),
  'EXT-FR-FE-BG-12': say('Totals of a line group', "Totaux d'un groupe de lignes"),
  'BT-26': say('Preceding invoice issue date', 'Date de la facture antérieure'),
  'BT-30': say('Seller legal registration identifier (SIREN)', "Identifiant d'enregistrement légal du vendeur (SIREN)"),
  'BT-34': say('Seller electronic address', 'Adresse électronique du vendeur'),
  'BT-46': say('Buyer identifier', "Identifiant de l'acheteur"),
  'BT-47': say(
    'Buyer legal registration identifier (SIREN)',
    "Identifiant d'enregistrement légal de l'acheteur (SIREN)",
  ),
  'BT-49': say('Buyer electronic address', "Adresse électronique de l'acheteur"),
  'BT-60': say('Payee identifier', 'Identifiant du bénéficiaire'),
  'BT-71': say('Deliver to location identifier', "Identifiant de l'établissement de livraison"),
  'BT-72': say('Actual delivery date', 'Date effective de livraison'),
  'BT-73': say('Invoicing period start date', 'Date de début de période de facturation'),
  'BT-74': say('Invoicing period end date', 'Date de fin de période de facturation'),
  'BT-123': say('Supporting document description', 'Description du document justificatif'),
  'BT-128': say('Object identifier of a line', "Identifiant de l'objet de la ligne"),
  'BT-134': say('Line period start date', 'Date de début de période de la ligne'),
  'BT-135': say('Line period end date', 'Date de fin de période de la ligne'),
  'BT-149': say('Item price base quantity', 'Quantité de base du prix'),
  'BT-160': say('Item attribute name', "Nom de l'attribut d'article"),
  'BG-32': say('Item attribute', "Attribut d'article"),
  'MDG-3': say('Guideline of the message', 'Contexte (profil) du message'),
  'MDG-4': say('Date and time of the message', 'Horodatage du message'),
  'MDG-9': say('Sender of the message', 'Émetteur du message'),
  'MDG-35': say('Date of the invoice', 'Date de la facture'),
  'MDT-2': say('Business process of the message', 'Processus métier du message'),
  'MDT-3': say('Guideline identifier', 'Identifiant du profil'),
  'MDT-4': say('Message identifier', 'Identifiant du message'),
  'MDT-21': say('Role of the sender', "Rôle de l'émetteur"),
  'MDT-38': say('Identifier of the issuer of the status', "Identifiant de l'auteur du statut"),
  'MDT-40': say('Role of the issuer of the status', "Rôle de l'auteur du statut"),
  'MDT-59': say('Role of the recipient', 'Rôle du destinataire'),
  'MDT-73': say('Electronic address of the recipient', 'Adresse électronique du destinataire'),
  'MDT-77': say('Phase (305 transmission, 23 processing)', 'Phase (305 transmission, 23 traitement)'),
  'MDT-87': say('Invoice number', 'Numéro de facture'),
  'MDT-88': say('Condition code of the invoice', "Code d'état de la facture"),
  'MDT-91': say('Invoice type code', 'Code de type de facture'),
  'MDT-105': say('Status of the invoice', 'Statut de la facture'),
  'MDT-113': say('Reason of the status', 'Motif du statut'),
  'MDT-115': say('Status of a detail', 'Statut du détail'),
  'MDT-121': say('Requested action', 'Action demandée'),
  'MDT-124-2': say('Sequence number of a detail', "Numéro d'ordre du détail"),
  'MDT-129': say('Identifier of the seller', 'Identifiant du vendeur'),
  'MDT-132': say("Seller's role", 'Rôle du vendeur'),
  'MDT-158': say("Role of the invoice's recipient", 'Rôle du destinataire de la facture'),
  'MDT-207': say('Type of a datum', 'Type de donnée'),
};

/** `Attribute code of an article (EXT-FR-FE-159)`. A term without a name stands by its id. */
export function frenchNamed(term: string): Bilingual {
  const name = NAMES[term];
  return name === undefined ? named(term) : { en: `${name.en} (${term})`, fr: `${name.fr} (${term})` };
}

/** Several terms with commas between them. */
export function frenchListed(terms: readonly string[]): Bilingual {
  const names = terms.map(frenchNamed);
  return { en: names.map(({ en }) => en).join(', '), fr: names.map(({ fr }) => fr).join(', ') };
}

const TERM = /EXT-FR-FE-BG-\d+|EXT-FR-FE-\d+|MDT-124-2|B[TG]-\d+|MD[TG]-\d+/g;

/** The terms that a French rule id names: `BR-FR-DEC-01_BT-92_BT-99` speaks of BT-92 and BT-99. */
export function termsIn(id: string): readonly string[] {
  return [...new Set(id.match(TERM) ?? [])];
}
