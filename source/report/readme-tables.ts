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

/** Markdown by the name of its place in the readme. */
export function readmeTables(): Record<string, string> {
	return {
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
export function fillReadme(readme: string): string {
	let text = readme;

	for (const [name, markdown] of Object.entries(readmeTables())) {
		const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
		const [from, to] = [text.indexOf(begin), text.indexOf(end)];

		if (from < 0 || to < from) {
			throw new Error(`the readme has no place ${begin} … ${end}`);
		}

		text = `${text.slice(0, from + begin.length)}\n\n${markdown.trim()}\n\n${text.slice(to)}`;
	}

	return text;
}
