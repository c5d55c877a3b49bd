/** The signs the UI draws with: one set of common Unicode signs of width one, one of ASCII. */

/** Signs by what they say. */
export interface Glyphs {
	/** Horizontal and vertical rule. */
	rule: string;
	wall: string;
	good: string;
	bad: string;
	selected: string;
	ellipsis: string;
	/** From what was to what is. */
	arrow: string;
	unequal: string;
	more: string;
	less: string;
	/** States of a program. */
	loaded: string;
	stopped: string;
	absent: string;
	/** Sparkline: zero first, then rising; and "no sample". */
	bars: readonly string[];
	none: string;
	/** The arena map. */
	mapNone: string;
	mapPage: string;
	mapScratch: string;
	mapOther: string;
	mapSet: string;
	mapClear: string;
	mapFault: string;
	mapCollision: string;
	separator: string;
	cursor: string;
	/** Corners and crossings of the boxed table: as ink-table names them, to what is drawn. */
	box: Readonly<Record<string, string>>;
}

const unicode: Glyphs = {
	rule: '─',
	wall: '│',
	good: '✓',
	bad: '✗',
	selected: '▸',
	ellipsis: '…',
	arrow: '→',
	unequal: '≠',
	more: '▲',
	less: '▼',
	loaded: '●',
	stopped: '○',
	absent: '·',
	bars: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	none: '┄',
	mapNone: '·',
	mapPage: '█',
	mapScratch: 'S',
	mapOther: '?',
	mapSet: '+',
	mapClear: '-',
	mapFault: '!',
	mapCollision: '✖',
	separator: '·',
	cursor: '▏',
	box: {},
};

const ascii: Glyphs = {
	rule: '-',
	wall: '|',
	good: 'ok',
	bad: 'X',
	selected: '>',
	ellipsis: '~',
	arrow: '>',
	unequal: '#',
	more: '^',
	less: 'v',
	loaded: '*',
	stopped: 'o',
	absent: '.',
	bars: ['_', '.', ':', '-', '=', '+', '*', '#'],
	none: ' ',
	mapNone: '.',
	mapPage: '#',
	mapScratch: 'S',
	mapOther: '?',
	mapSet: '+',
	mapClear: '-',
	mapFault: '!',
	mapCollision: 'X',
	separator: '|',
	cursor: '_',
	box: {
		'─': '-',
		'│': '|',
		'┌': '+',
		'┐': '+',
		'┬': '+',
		'├': '+',
		'┤': '+',
		'┼': '+',
		'└': '+',
		'┘': '+',
		'┴': '+',
	},
};

/** The ASCII set or the Unicode set. */
export const glyphSet = (set: 'ascii' | 'unicode'): Glyphs => (set === 'ascii' ? ascii : unicode);
