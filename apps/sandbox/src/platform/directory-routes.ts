import { z } from 'zod';
import { lineSearchSchema } from './api-schema.js';
import { jsonOf, problem, type Route } from './exchange.js';

const BASE = '/directory-service/v1';

/** The Directory Service as far as addresses go (annex B); the other registers are not offered (501). */
export const directoryRoutes: Route = (request, { directory }) => Promise.resolve(answer(request, directory));

function answer(request: Parameters<Route>[0], directory: Parameters<Route>[1]['directory']) {
  if (!request.path.startsWith(`${BASE}/`)) return undefined;
  const call = `${request.method} ${decodeURIComponent(request.path.slice(BASE.length))}`;
  if (call === 'GET /healthcheck') return { status: 200 };
  const address = /^GET \/directory-line\/code:(.{1,125})$/.exec(call)?.[1];
  if (address !== undefined) {
    const line = directory.find(address);
    return line ? { status: 200, json: line } : problem(404, 'MISSING_RESOURCE', 'No such line');
  }
  if (call === 'POST /directory-line/search') {
    const parsed = lineSearchSchema.safeParse(jsonOf(request.body));
    if (!parsed.success) return problem(400, 'MISSING_REQUIRED_FIELD', z.prettifyError(parsed.error).slice(0, 500));
    return { status: 200, json: { search: parsed.data, ...directory.search(parsed.data) } };
  }
  return /^(GET|POST) \/(siren|siret|routing-code)\//.test(call)
    ? problem(501, 'NOT_IMPLEMENTED', 'This register is not offered')
    : undefined;
}
