/**
 * What is made of the one table of keys. Dispatch, the bottom bar, the help overlay, `--help` and the readme all come from it, so a
 * key that is shown works and a key that works is shown.
 */
import {keyTable} from './key-table.ts';

export {digits, keyTable, shiftedDigits} from './key-table.ts';

/** What a key can ask for. */
export const actionIds = [
	'inject',
	'stop-program',
	'pause',
	'explore',
	'open-case',
	'archs',
	'variant',
	'programs',
	'more-cpus',
	'fewer-cpus',
	'chaos',
	'restart',
	'rows',
	'counters',
	'select-previous',
	'select-next',
	'map-smaller',
	'map-larger',
	'scroll-up',
	'scroll-down',
	'follow',
	'filter',
	'next-view',
	'show-view',
	'theme',
	'save',
	'repaint',
	'help',
	'back',
	'suspend',
	'quit',
	'menu-up',
	'menu-down',
	'menu-choose',
	'menu-apply',
	'filter-keep',
	'filter-erase',
	'filter-clear',
] as const;
export type ActionId = (typeof actionIds)[number];

/** Where a key counts. `case` is a case of the Verdicts view opened in full, `small` is a terminal below the minimum size. */
export const modes = ['live', 'compare', 'verdicts', 'case', 'menu', 'filter', 'help', 'small'] as const;
export type Mode = (typeof modes)[number];

export interface KeyRow {
	action: ActionId;
	/** Key names as the input layer gives them. */
	keys: readonly string[];
	/** The keys as they are shown. */
	shown: string;
	/** What the key does, for help and readme. */
	text: string;
	/** Word in the bottom bar; null leaves it out of the bar. */
	short: string | null;
	modes: readonly Mode[];
}

const actionByKey = new Map<string, ActionId>(
	keyTable.flatMap(row =>
		row.modes.flatMap(mode => row.keys.map((key): [string, ActionId] => [`${mode} ${key}`, row.action])),
	),
);

/** What a key asks for in a mode; null when it asks for nothing there. */
export const actionOfKey = (mode: Mode, key: string): ActionId | null =>
	actionByKey.get(`${mode} ${key}`) ?? null;

/** The rows that count in a mode. */
export const keysOfMode = (mode: Mode): KeyRow[] => keyTable.filter(row => row.modes.includes(mode));

/** Titles of the modes, for help and readme. */
const modeTitles: readonly [Mode, string][] = [
	['live', 'Live view'],
	['compare', 'Compare view'],
	['verdicts', 'Verdicts view'],
	['case', 'A case in full'],
	['menu', 'Menus'],
	['filter', 'Filter line'],
];

/** Title and rows of each part of the key table; a key of several views is listed once, under the first of them. */
export const keySections = (): {title: string; rows: KeyRow[]}[] => {
	const listed = new Set<KeyRow>();
	return modeTitles.flatMap(([mode, title]) => {
		const rows = keysOfMode(mode).filter(row => !listed.has(row));
		for (const row of rows) listed.add(row);
		return rows.length === 0 ? [] : [{title: mode === 'live' ? 'Keys' : title, rows}];
	});
};

/** The key table as Markdown tables, for the readme. */
export const keysAsMarkdown = (): string =>
	keySections()
		.map(section =>
			[
				`**${section.title}**`,
				'',
				'| key | does |',
				'|---|---|',
				...section.rows.map(row => `| \`${row.shown}\` | ${row.text} |`),
			].join('\n'),
		)
		.join('\n\n');
