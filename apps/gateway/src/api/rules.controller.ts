import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { FacteurError } from '#kernel';
import { describePacks, describeRules, type PackDescription, type RuleDescription } from '#rules';
import { NamePipe, QueryPipe } from '../http/input.js';
import { Route } from '../http/route.decorator.js';

const bilingual = z.object({ en: z.string(), fr: z.string() });
const day = z.string().meta({ examples: ['2026-09-01'] });
const packDescription = z.object({
  id: z.string(),
  version: z.string(),
  validFrom: day,
  validTo: day.optional().meta({ description: 'First day on which it no longer holds' }),
  isAnnounced: z.boolean().meta({ description: 'Judges from its first day on; until then only where it is named' }),
  isPart: z.boolean().meta({ description: 'Part of another pack, which chooses it by the document' }),
  source: z.string(),
  rules: z.number().int(),
});
const ruleDescription = z.object({
  id: z.string(),
  severity: z.enum(['fatal', 'warning', 'info']),
  terms: z.array(z.string()),
  syntaxes: z.array(z.string()),
  message: bilingual,
  remedy: bilingual,
});
const versionQuery = z.object({
  version: z.string().max(40).optional().meta({ description: 'Without it, the newest in force' }),
});

/** What documents are judged by. */
@ApiTags('documents')
@Controller('v1')
export class RulesController {
  @Get('rules/packs')
  @Route({
    id: 'listRulePacks',
    summary: 'Every pack of rules in every version, with the days on which it holds and its source',
    needs: 'read',
    answer: z.object({ items: z.array(packDescription) }),
  })
  packs(): { items: PackDescription[] } {
    return { items: describePacks() };
  }

  @Get('rules/packs/:id/rules')
  @Route({
    id: 'listRulesOfPack',
    summary: 'The rules of a pack, with what they say',
    needs: 'read',
    params: { id: 'Name of the pack' },
    query: versionQuery,
    answer: z.object({ items: z.array(ruleDescription) }),
    problems: { 404: 'No pack of this name and version' },
  })
  rules(
    @Param('id', new NamePipe()) id: string,
    @Query(new QueryPipe(versionQuery)) { version }: z.output<typeof versionQuery>,
  ): { items: RuleDescription[] } {
    const items = describeRules(id, version);
    if (items === undefined) throw new FacteurError('RULES.UNKNOWN_PACK', 'not-found', 'No pack of this name', { id });
    return { items };
  }
}
