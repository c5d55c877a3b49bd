/** The BPF stream and the lab's own remarks, newest last. */
import {filterRows, type StreamRow, windowOfRows} from '../model/stream-log.ts';
import {paint, type Style} from '../screen/sgr.ts';
import {ends, fit, visibleWidth} from '../text/visible.ts';
import {type Look, titleLine} from './look.ts';

/** What the pane shows. */
export interface StreamPaneInput {
	rows: readonly StreamRow[];
	filter: string;
	/** Row number shown last; null follows. */
	end: number | null;
	/** Whether rows say which machine they are from. */
	showsArch: boolean;
}

/** The pane's rows, title first. */
export const streamPane = (input: StreamPaneInput, width: number, height: number, look: Look): string[] => {
	const matching = filterRows(input.rows, input.filter);
	const lines = Math.max(0, height - 1);
	const {rows, below} = windowOfRows(matching, input.end, lines);
	const title = titleLine('stream', remark(input, matching.length, below, look), width, look);
	const shown = rows.map(row => streamRow(row, input.showsArch, width, look));
	const hint = emptyHint(input);
	if (shown.length === 0 && lines > 0) shown.push(paint(look.theme.faint, fit(hint, width)));
	return [
		title,
		...shown,
		...Array.from({length: Math.max(0, lines - shown.length)}, () => ' '.repeat(width)),
	];
};

const emptyHint = ({rows, filter}: StreamPaneInput): string => {
	if (rows.length === 0) return 'no violation yet; a digit loads a buggy program';
	return `no line of ${rows.length} matches ${filter}; Esc drops the filter`;
};

const remark = (input: StreamPaneInput, matching: number, below: number, {theme}: Look): string => {
	const filter =
		input.filter === ''
			? ''
			: paint(theme.warn, `filter ${input.filter}: ${matching} of ${input.rows.length}`);
	const scroll = below === 0 ? '' : paint(theme.banner, ` ${below} newer, End follows `);
	return [filter, scroll].filter(part => part !== '').join('  ');
};

const streamRow = (row: StreamRow, showsArch: boolean, width: number, look: Look): string => {
	const source = showsArch ? `${row.arch} ` : '';
	if (row.kind === 'lab')
		return fit(`${source}${paint(look.theme.bad, `lab: ${row.text}`)}`, width, look.glyphs.ellipsis);
	if (!row.isFirst)
		return fit(`${' '.repeat(visibleWidth(source) + 3)}${row.text}`, width, look.glyphs.ellipsis);
	const origin = paint(look.theme.faint, `${source}${row.cpu} `);
	const program = row.program === null ? '' : `${paint(look.theme.program, row.program)} `;
	const text = paint(kindStyle(row.kind, look), row.text);
	// The address at the end of the text matters most: the function gives way first, then the place, then the program.
	const [fileAndLine = ''] = row.place.split(' ');
	const forms = [
		[program, row.place],
		[program, fileAndLine],
		[program, ''],
		['', fileAndLine],
	] as const;
	const fitting = forms.find(
		([who, place]) => visibleWidth(origin + who + text) + visibleWidth(place) + 1 <= width,
	);
	const [who, place] = fitting ?? ['', ''];
	return ends(origin + who + text, paint(look.theme.faint, place), width, look.glyphs.ellipsis);
};

/** Kinds that are wrong whatever the program does, and kinds that are worth a look. */
const badKinds: ReadonlySet<StreamRow['kind']> = new Set<StreamRow['kind']>([
	'oops',
	'lockup',
	'deadlock',
	'double_free',
	'stale_use',
	'bbm_violation',
]);
const warnKinds: ReadonlySet<StreamRow['kind']> = new Set<StreamRow['kind']>([
	'unload',
	'alloc_failed_scratch',
	'warn',
]);

const kindStyle = (kind: StreamRow['kind'], {theme}: Look): Style => {
	if (badKinds.has(kind)) return theme.bad;
	return warnKinds.has(kind) ? theme.warn : '';
};
