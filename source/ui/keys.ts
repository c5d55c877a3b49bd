/**
 * The one table of keys. Dispatch, the bottom bar, the help overlay, `--help` and the readme are all made from it, so a
 * key that is shown works and a key that works is shown.
 */

/** What a key can ask for. */
export const actionIds = [
	'inject',
	'stop-program',
	'pause',
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

/** Where a key counts. `small` is a terminal below the minimum size. */
export const modes = ['live', 'compare', 'menu', 'filter', 'help', 'small'] as const;
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

/** What shift gives with each digit on a US keyboard, in the order of `digits`. */
export const shiftedDigits = ['!', '@', '#', '$', '%', '^', '&', '*', '(', ')'] as const;
export const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

const views: readonly Mode[] = ['live', 'compare'];
const everywhere: readonly Mode[] = ['live', 'compare', 'menu', 'help', 'small'];

/** All keys, in the order in which they are shown. */
export const keyTable: readonly KeyRow[] = [
	{
		action: 'inject',
		keys: digits,
		shown: '1-9 0',
		text: 'load a program into every machine',
		short: 'inject',
		modes: views,
	},
	{
		action: 'stop-program',
		keys: shiftedDigits,
		shown: 'shift+digit',
		text: 'take that program off again (the characters ! @ # $ % ^ & * ( ) count, wherever the keyboard has them)',
		short: null,
		modes: views,
	},
	{
		action: 'pause',
		keys: ['space'],
		shown: 'space',
		text: 'pause or go on; a pause checks the books',
		short: 'pause',
		modes: views,
	},
	{action: 'archs', keys: ['a'], shown: 'a', text: 'choose architectures', short: 'archs', modes: views},
	{
		action: 'variant',
		keys: ['v'],
		shown: 'v',
		text: 'choose the variant of the callbacks',
		short: 'variant',
		modes: views,
	},
	{
		action: 'programs',
		keys: ['p'],
		shown: 'p',
		text: 'list the programs, load them and take them off',
		short: 'programs',
		modes: views,
	},
	{
		action: 'more-cpus',
		keys: ['+', '='],
		shown: '+',
		text: 'one CPU more in every machine',
		short: null,
		modes: views,
	},
	{
		action: 'fewer-cpus',
		keys: ['-'],
		shown: '-',
		text: 'one CPU less in every machine',
		short: null,
		modes: views,
	},
	{
		action: 'chaos',
		keys: ['h'],
		shown: 'h',
		text: 'chaos on or off: random delays at access points',
		short: 'chaos',
		modes: views,
	},
	{
		action: 'restart',
		keys: ['r'],
		shown: 'r',
		text: 'boot every machine anew',
		short: 'restart',
		modes: views,
	},
	{
		action: 'rows',
		keys: ['c'],
		shown: 'c',
		text: 'table rows: architectures, or the CPUs of the selected one',
		short: 'rows',
		modes: ['live'],
	},
	{
		action: 'counters',
		keys: ['n'],
		shown: 'n',
		text: 'next page of counters',
		short: 'counters',
		modes: views,
	},
	{
		action: 'select-previous',
		keys: ['up', 'k'],
		shown: 'up, k',
		text: 'select the architecture above',
		short: null,
		modes: views,
	},
	{
		action: 'select-next',
		keys: ['down', 'j'],
		shown: 'down, j',
		text: 'select the architecture below',
		short: null,
		modes: views,
	},
	{
		action: 'map-smaller',
		keys: ['['],
		shown: '[',
		text: 'the map covers half as many pages',
		short: null,
		modes: ['live'],
	},
	{
		action: 'map-larger',
		keys: [']'],
		shown: ']',
		text: 'the map covers twice as many pages',
		short: null,
		modes: ['live'],
	},
	{
		action: 'scroll-up',
		keys: ['page-up', 'ctrl-u'],
		shown: 'PgUp',
		text: 'scroll the stream back; it stays there',
		short: null,
		modes: ['live', 'help'],
	},
	{
		action: 'scroll-down',
		keys: ['page-down', 'ctrl-d'],
		shown: 'PgDn',
		text: 'scroll the stream forward',
		short: null,
		modes: ['live', 'help'],
	},
	{
		action: 'follow',
		keys: ['end', 'G'],
		shown: 'End',
		text: 'follow the newest line of the stream',
		short: null,
		modes: ['live'],
	},
	{
		action: 'filter',
		keys: ['/'],
		shown: '/',
		text: 'filter the stream; a leading ! turns it round',
		short: 'filter',
		modes: ['live'],
	},
	{
		action: 'next-view',
		keys: ['tab', 'shift-tab'],
		shown: 'tab',
		text: 'next view: live, compare',
		short: 'view',
		modes: views,
	},
	{
		action: 'show-view',
		keys: ['alt-1', 'alt-2'],
		shown: 'alt+1 2',
		text: 'the live view, the compare view',
		short: null,
		modes: views,
	},
	{
		action: 'theme',
		keys: ['t'],
		shown: 't',
		text: 'next theme: dark, light, mono',
		short: 'theme',
		modes: views,
	},
	{
		action: 'save',
		keys: ['s'],
		shown: 's',
		text: 'save a snapshot: JSON, and the screen as text',
		short: 'save',
		modes: views,
	},
	{
		action: 'repaint',
		keys: ['ctrl-l'],
		shown: 'ctrl-L',
		text: 'paint the screen anew',
		short: null,
		modes: everywhere,
	},
	{
		action: 'suspend',
		keys: ['ctrl-z'],
		shown: 'ctrl-Z',
		text: 'suspend; fg comes back',
		short: null,
		modes: everywhere,
	},
	{
		action: 'help',
		keys: ['?', 'f1'],
		shown: '?',
		text: 'all keys',
		short: 'help',
		modes: ['live', 'compare', 'help'],
	},
	{
		action: 'back',
		keys: ['escape'],
		shown: 'Esc',
		text: 'back: close what is open, drop the filter, follow the stream',
		short: null,
		modes: ['live', 'compare'],
	},
	{action: 'menu-up', keys: ['up', 'k'], shown: 'up, k', text: 'one line up', short: null, modes: ['menu']},
	{
		action: 'menu-down',
		keys: ['down', 'j'],
		shown: 'down, j',
		text: 'one line down',
		short: 'move',
		modes: ['menu'],
	},
	{
		action: 'menu-choose',
		keys: ['space'],
		shown: 'space',
		text: 'mark or unmark the line',
		short: 'mark',
		modes: ['menu'],
	},
	{
		action: 'menu-apply',
		keys: ['enter'],
		shown: 'enter',
		text: 'take what is marked (of variants: the line)',
		short: 'take it',
		modes: ['menu'],
	},
	{action: 'back', keys: ['escape'], shown: 'Esc', text: 'close', short: 'close', modes: ['menu', 'help']},
	{
		action: 'filter-keep',
		keys: ['enter'],
		shown: 'enter',
		text: 'keep the filter',
		short: 'keep',
		modes: ['filter'],
	},
	{
		action: 'filter-erase',
		keys: ['backspace'],
		shown: 'backspace',
		text: 'erase the last character',
		short: null,
		modes: ['filter'],
	},
	{
		action: 'filter-clear',
		keys: ['escape'],
		shown: 'Esc',
		text: 'drop the filter',
		short: 'drop',
		modes: ['filter'],
	},
	{action: 'quit', keys: ['q'], shown: 'q', text: 'quit', short: 'quit', modes: everywhere},
	{action: 'quit', keys: ['ctrl-c'], shown: 'ctrl-C', text: 'quit from anywhere', short: null, modes},
];

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
	['menu', 'Menus'],
	['filter', 'Filter line'],
];

/** Title and rows of each part of the key table; a key of both views is listed once, under the live view. */
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
