/** What the demo prints, in both languages. `{name}` is filled. */
export const WORDING = {
  starting: { en: 'Starting the sandbox and the gateway …', fr: 'Démarrage du bac à sable et de la passerelle …' },
  ready: { en: 'Gateway ready after {seconds} s at {url}', fr: 'Passerelle prête après {seconds} s : {url}' },
  continuing: {
    en: 'Going on with what was here: nothing is sent or issued twice.',
    fr: "On reprend l'existant : rien n'est envoyé ni émis deux fois.",
  },
  feeding: {
    en: 'Sample orders arrive: in a folder, on an SFTP server, by the API.',
    fr: 'Des commandes arrivent : dans un dossier, sur un serveur SFTP, par l’API.',
  },
  paying: {
    en: 'The customers pay; the bank writes its statement.',
    fr: 'Les clients paient ; la banque écrit son relevé.',
  },
  platform: {
    en: 'An invoice goes through an accredited platform (French reform).',
    fr: 'Une facture passe par une plateforme agréée (réforme française).',
  },
  approving: { en: 'The buyer approves it.', fr: 'L’acheteur l’approuve.' },
  collecting: {
    en: 'The buyer pays; the bank line makes it collected.',
    fr: 'L’acheteur paie ; la ligne de banque la rend encaissée.',
  },
  collected: {
    en: 'The platform heard: 212 collected, {number}: {amounts}',
    fr: 'La plateforme a reçu : 212 encaissée, {number} : {amounts}',
  },
  disputing: { en: 'One customer objects.', fr: 'Un client conteste.' },
  'parcel.received': { en: 'received   {fileName} from {source}', fr: 'reçu       {fileName} de {source}' },
  'parcel.rejected': { en: 'REJECTED   file: {problems}', fr: 'REJETÉ     fichier : {problems}' },
  'order.accepted': {
    en: 'order      {orderRef} for {customerRef} taken',
    fr: 'commande   {orderRef} pour {customerRef} prise',
  },
  'order.rejected': {
    en: 'REJECTED   order {orderRef}: {problems}',
    fr: 'REJETÉE    commande {orderRef} : {problems}',
  },
  'order.held': { en: 'HELD       order: {problems}', fr: 'RETENUE    commande : {problems}' },
  'order.repeated': {
    en: 'repeated   order {orderRef}: known already',
    fr: 'répétée    commande {orderRef} : déjà connue',
  },
  'order.conflicted': { en: 'CONFLICT   order {orderRef}', fr: 'CONFLIT    commande {orderRef}' },
  'invoice.issued': { en: 'issued     {number} as {format}', fr: 'émise      {number} en {format}' },
  'invoice.credited': {
    en: 'credited   {amount} {currency} by {creditNote}',
    fr: 'créditée   {amount} {currency} par {creditNote}',
  },
  'invoice.deposited': { en: 'status 200 {number} deposited', fr: 'statut 200 {number} déposée' },
  'invoice.status-received': { en: 'status {status} {number}', fr: 'statut {status} {number}' },
  'invoice.made-available': {
    en: 'status 203 {number} made available to the buyer',
    fr: 'statut 203 {number} mise à disposition de l’acheteur',
  },
  'invoice.approved': { en: 'status 205 {number} approved', fr: 'statut 205 {number} approuvée' },
  'invoice.status-set': { en: 'status {status} {number} told by us', fr: 'statut {status} {number} émis par nous' },
  'invoice.paid': {
    en: 'paid       {amount} {currency}, nothing left open',
    fr: 'payée      {amount} {currency}, soldée',
  },
  'invoice.partly-paid': {
    en: 'part paid  {amount} {currency}, {open} left open',
    fr: 'payée en partie {amount} {currency}, reste {open}',
  },
  'delivery.accepted': {
    en: 'delivered  {number} by {channel} to {partner}',
    fr: 'livrée     {number} par {channel} à {partner}',
  },
  'delivery.refused': {
    en: 'REFUSED    {number} by {partner}: {detail}',
    fr: 'REFUSÉE    {number} par {partner} : {detail}',
  },
  'delivery.postponed': {
    en: 'later      {number} to {partner}: {detail}',
    fr: 'plus tard  {number} à {partner} : {detail}',
  },
  'delivery.given-up': {
    en: 'GIVEN UP   {number} to {partner}: {detail}',
    fr: 'ABANDONNÉE {number} à {partner} : {detail}',
  },
  'statement.imported': {
    en: 'statement  {statementRef}, {newEntries} new entries',
    fr: 'relevé     {statementRef}, {newEntries} opérations',
  },
  'entry.allocated': {
    en: 'matched    {amount} {currency} to {invoices}',
    fr: 'rapproché  {amount} {currency} avec {invoices}',
  },
  'entry.proposed': {
    en: 'proposed   {amount} {currency}: a person decides',
    fr: 'proposé    {amount} {currency} : à décider',
  },
  'entry.unmatched': { en: 'unmatched  {amount} {currency}', fr: 'inconnu    {amount} {currency}' },
  'dispute.opened': { en: 'dispute    {number}: {cause}, {amount}', fr: 'litige     {number} : {cause}, {amount}' },
  summary: { en: 'How things stand', fr: 'Où en est-on' },
  orders: { en: 'orders read / rejected / held', fr: 'commandes lues / rejetées / retenues' },
  issued: { en: 'issued: invoices / credit notes', fr: 'émis : factures / avoirs' },
  delivered: { en: 'delivered / refused / waiting', fr: 'livrées / refusées / en attente' },
  cash: { en: 'paid / open', fr: 'payées / ouvertes' },
  openAmount: { en: 'still to come', fr: 'reste à encaisser' },
  disputes: { en: 'in dispute', fr: 'en litige' },
  entries: { en: 'bank entries matched / proposed / unmatched', fr: 'opérations rapprochées / proposées / inconnues' },
  dso: { en: 'DSO simple / count-back / best possible', fr: 'DSO simple / par épuisement / meilleur possible' },
  days: { en: 'days', fr: 'jours' },
  docs: { en: 'API documentation', fr: "Documentation de l'API" },
  metrics: { en: 'Metrics', fr: 'Métriques' },
  files: { en: 'Documents at the customers', fr: 'Documents chez les clients' },
  key: { en: 'API key', fr: "Clé d'API" },
  log: { en: 'Gateway log', fr: 'Journal de la passerelle' },
  running: { en: 'Running. Ctrl-C stops.', fr: 'En marche. Ctrl-C pour arrêter.' },
  stopped: { en: 'Stopped.', fr: 'Arrêté.' },
  failed: { en: 'The gateway ended. Its log says:', fr: 'La passerelle s’est arrêtée. Son journal :' },
  busy: {
    en: 'Something else answers on port {port} already. Stop it, or choose another port: PORT=3001 npm start',
    fr: 'Le port {port} est déjà occupé. Libérez-le, ou choisissez-en un autre : PORT=3001 npm start',
  },
} as const;

export type WordingKey = keyof typeof WORDING;
