/** The page behind `/`: where things are, in both languages. No script, no outside resource. */
export function homePage(version: string): string {
  const links = [
    ['/docs', 'API documentation', "Documentation de l'API"],
    ['/openapi.json', 'OpenAPI description', 'Description OpenAPI'],
    ['/metrics', 'Prometheus metrics', 'Métriques Prometheus'],
    ['/health/ready', 'Readiness', 'Disponibilité'],
  ];
  const rows = links
    .map(([href, en, fr]) => `<li><a href="${href}">${href}</a><span>${en} · <i lang="fr">${fr}</i></span></li>`)
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Facteur</title><style>
body{font:16px/1.6 system-ui,sans-serif;color:#1c2430;background:#f6f7f9;margin:0;display:grid;place-items:center;min-height:100vh}
main{background:#fff;border:1px solid #dfe3e8;border-radius:12px;padding:2.5rem 3rem;max-width:34rem}
h1{margin:0;font-size:1.6rem}p{color:#566070;margin:.3rem 0 1.4rem}ul{list-style:none;padding:0;margin:0}
li{display:flex;gap:1rem;padding:.45rem 0;border-top:1px solid #eef0f3}a{flex:0 0 9rem;color:#0b5cad}span{color:#566070}
</style></head><body><main><h1>Facteur</h1><p>${version} — from the order to the cashed invoice ·
<i lang="fr">de la commande à la facture encaissée</i></p><ul>${rows}</ul></main></body></html>`;
}
