/** `ptelab list`: what the lab knows, with ids. */
import {counters} from '../machine/vocabulary.ts';
import type {Column, Table} from '../report/table.ts';
import type {Catalog} from './catalog.ts';
import type {Context} from './context.ts';
import type {CommandLine} from './parse-command-line.ts';
import {outputFormat, printJson, printTable} from './print.ts';
import {unknownWord} from './usage-error.ts';

const sections = ['archs', 'variants', 'scenarios', 'programs', 'properties', 'counters'] as const;
type Section = (typeof sections)[number];

/** Runs the command; gives the exit status. */
export async function list(line: CommandLine, context: Context): Promise<number> {
	const format = outputFormat(line);
	const chosen = chooseSections(line.input[0]);
	const catalog = await context.loadCatalog();
	if (format === 'json') {
		printJson(context.stdout, listJson(catalog, chosen));
		return 0;
	}

	const shown = chosen.length === 1 ? chosen : chosen.filter(section => hasEntries(catalog, section));
	shown.forEach((section, index) => {
		if (chosen.length > 1) {
			context.stdout.write(`${index === 0 ? '' : '\n'}${heading(section, format)}\n`);
		}

		// In a pipe an entry stays on one line, for grep.
		const width = context.stdout.isTerminal ? context.stdout.columns : Number.POSITIVE_INFINITY;
		printTable(context.stdout, sectionTable(catalog, section), format, width);
	});
	return 0;
}

function chooseSections(word: string | undefined): readonly Section[] {
	if (word === undefined) {
		return sections;
	}

	const known = sections.find(section => section === word);
	if (known === undefined) {
		throw unknownWord('list', word, sections, 'ptelab help list');
	}

	return [known];
}

function hasEntries(catalog: Catalog, section: Section): boolean {
	return section === 'counters' || catalog[section].length > 0;
}

function heading(section: Section, format: string): string {
	return format === 'markdown' ? `## ${section}\n` : format === 'csv' ? `# ${section}` : `${section}\n`;
}

/** Every key is there whatever was asked for; sections not asked for are empty. */
function listJson(catalog: Catalog, chosen: readonly Section[]): object {
	const when = <T>(section: Section, rows: readonly T[]) => (chosen.includes(section) ? rows : []);
	return {
		archs: when('archs', catalog.archs).map(arch => ({
			id: arch.id,
			family: arch.family,
			text: arch.text,
			pointerBits: arch.pointerBits,
			bigEndian: arch.bigEndian,
			pageBytes: 2 ** arch.pageShift,
			levels: arch.levels.map(level => level.name),
			faultHook: arch.upstream.faultHook,
			trySet: arch.upstream.trySet,
			breakBeforeMake: arch.breakBeforeMake,
			flush: arch.flush,
			notes: arch.notes,
		})),
		variants: when('variants', catalog.variants).map(({id, text, claims, upstream}) => ({
			id,
			text,
			claims,
			upstream,
		})),
		scenarios: when('scenarios', catalog.scenarios).map(scenario => ({
			id: scenario.id,
			text: scenario.title,
			claims: scenario.claims,
			archs: scenario.archs,
			variants: scenario.variants ?? null,
			processes: scenario.processes.map(({name, role}) => ({name, role})),
			environment: scenario.environment,
			properties: scenario.properties,
			expectations: scenario.expectations.map(({variants, archs, expected, property, reference}) => ({
				variants: variants ?? null,
				archs: archs ?? null,
				expected,
				property: property ?? null,
				reference,
			})),
			programs: scenario.programs,
			counters: scenario.counters,
			limits: scenario.limits ?? null,
		})),
		programs: when('programs', catalog.programs).map(({id, kind, key, text, claims}) => ({
			id,
			kind,
			key,
			text,
			claims,
		})),
		properties: when('properties', catalog.properties).map(({id, title, text}) => ({id, title, text})),
		counters: when('counters', counters).map(({id, text}) => ({id, text})),
	};
}

function sectionTable(catalog: Catalog, section: Section): Table {
	const left = (...titles: string[]): Column[] =>
		titles.map((title, index) => ({
			title,
			align: 'left',
			...(index === titles.length - 1 ? {fold: true} : {}),
		}));
	switch (section) {
		case 'archs':
			return {
				columns: left('id', 'hook', 'try_set', 'bbm', 'flush', 'description'),
				rows: catalog.archs.map(arch => [
					arch.id,
					arch.upstream.faultHook ? 'wired' : 'none',
					arch.upstream.trySet ? 'helper' : 'stub',
					arch.breakBeforeMake ? 'required' : 'no',
					arch.flush,
					[arch.text, ...arch.notes].join('; '),
				]),
			};
		case 'variants':
			return {
				columns: left('id', 'claims', 'upstream', 'description'),
				rows: catalog.variants.map(({id, claims, upstream, text}) => [id, claims.join(' '), upstream, text]),
			};
		case 'scenarios':
			return {
				columns: left('id', 'claims', 'description'),
				rows: catalog.scenarios.map(({id, claims, title}) => [id, claims.join(' '), title]),
			};
		case 'properties':
			return {
				columns: left('id', 'description'),
				rows: catalog.properties.map(({id, title, text}) => [id, `${title}: ${text}`]),
			};
		case 'programs':
			return {
				columns: left('id', 'key', 'kind', 'claims', 'description'),
				rows: catalog.programs.map(({id, key, kind, claims, text}) => [
					id,
					key,
					kind,
					claims.join(' '),
					text,
				]),
			};
		case 'counters':
			return {
				columns: left('id', 'meaning'),
				rows: counters.map(({id, text}) => [id, text]),
			};
	}
}
