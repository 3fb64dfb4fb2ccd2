/** BT-24 of XRechnung 3.0 and of what builds on it. */
export const CIUS = 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0';
export const EXTENSION = `${CIUS}#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0`;
export const CVD = `${CIUS}#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_0.9`;

/** Any version, so that an invoice of an old one is judged as XRechnung too. */
export const FAMILY = /xrechnung/i;
