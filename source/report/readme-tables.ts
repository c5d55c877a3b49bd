/** The tables of the readme that come from the program's own lists, so that none of them can go stale unnoticed. */
import {archs} from '../arch/index.ts';
import {commandsMarkdown} from '../commands/help.ts';
import {variants} from '../kernel/variants/index.ts';
import {programs} from '../programs/index.ts';
import {keysAsMarkdown} from '../ui/keys.ts';
import {markdownTable} from './table.ts';

function table(titles: string[], rows: string[][]): string {
	return markdownTable({columns: titles.map(title => ({title, align: 'left'})), rows});
}

/** The totals and the table of claims of docs/verdicts.md. Throws where that has none. */
function verdictsSummary(verdicts: string): string {
	const totals = /^\d+ scenarios, .*$/m.exec(verdicts)?.[0];
	const claims = /^## By claim\n\n((?:\|.*\n)+)/m.exec(verdicts)?.[1];

	if (totals === undefined || claims === undefined) {
		throw new Error('docs/verdicts.md has no totals or no table of claims: run npm run verdicts');
	}

	return `${totals}\n\n${claims}`;
}

/** Markdown by the name of its place in the readme. `verdicts` is the text of docs/verdicts.md. */
export function readmeTables(verdicts: string): Record<string, string> {
	return {
		verdicts: verdictsSummary(verdicts),
		keys: keysAsMarkdown(),
		commands: commandsMarkdown(),
		archs: table(
			['id', 'page tables', '`ptep_try_set()` upstream', 'fault hook', 'notes'],
			archs.map(({id, text, upstream, notes}) => [
				`\`${id}\``,
				text,
				upstream.trySet ? 'own' : 'stub',
				upstream.faultHook ? 'wired' : 'none',
				notes.join('; '),
			]),
		),
		variants: table(
			['id', 'design', 'claims'],
			variants.map(({id, text, claims}) => [id, text, claims.join(', ')]),
		),
		programs: table(
			['key', 'id', 'what it does', 'claims'],
			programs.map(({key, id, text, claims}) => [key, `\`${id}\``, text, claims.join(', ')]),
		),
	};
}

/** The readme's text with every place between `<!-- name -->` and `<!-- /name -->` filled anew. Throws on a missing place. */
export function fillReadme(readme: string, verdicts: string): string {
	let text = readme;

	for (const [name, markdown] of Object.entries(readmeTables(verdicts))) {
		const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
		const [from, to] = [text.indexOf(begin), text.indexOf(end)];

		if (from < 0 || to < from) {
			throw new Error(`the readme has no place ${begin} … ${end}`);
		}

		text = `${text.slice(0, from + begin.length)}\n\n${markdown.trim()}\n\n${text.slice(to)}`;
	}

	return text;
}
