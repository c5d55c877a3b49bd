/** The list of the Verdicts view: a line for each case, verdicts as words beside what history expects. */
import type {CaseReport} from '../../explore/case.ts';
import type {Judgement} from '../../report/explore-judgement.ts';
import {foundWord} from '../../report/explore-words.ts';
import {failureCounters, type ShownCounter} from '../model/cases-on-screen.ts';
import {type CaseRow, comparisonOf, explainedBy, type Verdicts} from '../model/verdicts.ts';
import {paint, type Style} from '../screen/sgr.ts';
import {countWidth, formatCount, formatSeconds} from '../text/numbers.ts';
import {fit, fitRight, printable} from '../text/visible.ts';
import type {Look} from './look.ts';

/** Widths of the columns; 0 leaves one out. */
interface Columns {
	id: number;
	claims: number;
	property: number;
	explains: number;
}

/** `violated`, `expected`, and their like. */
const wordWidth = 8;
const timeWidth = 6;
/** Cursor, mark and the blank after them. */
const signsWidth = 3;
/** All that is not shared out: two words, states, time, and a blank before each column but the first. */
const fixedWidth = signsWidth + 2 * wordWidth + (countWidth + 1) + timeWidth + 6;
/** Columns give way in this order, down to these widths. */
const least = {property: 12, claims: 7, id: 16} as const;

const wishes = ({rows}: Verdicts): Columns => {
	const widest = (texts: readonly string[], title: string) =>
		Math.max(title.length, ...texts.map(text => text.length));
	const explained = rows.map(row => countersText(failuresOf(row))).filter(text => text !== '');
	return {
		id: widest(
			rows.map(({scenario}) => scenario.id),
			'scenario',
		),
		claims: widest(rows.map(claimsText), 'claims'),
		property: widest(
			rows.flatMap(({report, expectation}) => [report?.property ?? '', expectation.property ?? '']),
			'property',
		),
		explains: explained.length === 0 ? 0 : widest(explained, 'explains'),
	};
};

const widthOf = ({id, claims, property, explains}: Columns): number =>
	fixedWidth + id + claims + property + (explains === 0 ? 0 : explains + 1);

/** Columns that the list needs of the `most` it could have. */
export const listWidthOf = (verdicts: Verdicts, most: number): number =>
	Math.min(most, widthOf(columnsFor(verdicts, most)));

/** Columns that take at most `width` together. */
const columnsFor = (verdicts: Verdicts, width: number): Columns => {
	const columns = wishes(verdicts);
	// What a case explains is told with the case, too: half of it would tell nothing.
	if (widthOf(columns) > width) columns.explains = 0;
	for (const name of ['property', 'claims', 'id'] as const) {
		const over = widthOf(columns) - width;
		if (over > 0) columns[name] = Math.min(columns[name], Math.max(least[name], columns[name] - over));
	}
	return columns;
};

/** The list's rows: the titles of the columns, then as many cases around the cursor as fit. */
export const verdictsListPane = (
	verdicts: Verdicts,
	cursor: number,
	width: number,
	height: number,
	look: Look,
): string[] => {
	const columns = columnsFor(verdicts, width);
	const {rows} = verdicts;
	const room = Math.max(0, height - 1);
	const here = Math.max(0, Math.min(cursor, rows.length - 1));
	const first = Math.max(0, Math.min(here - (room >> 1), rows.length - room));
	const lines = Array.from({length: room}, (_, index) => {
		const row = rows[first + index];
		return fit(
			row === undefined ? '' : caseLine(row, verdicts, first + index === here, columns, look),
			width,
			look.glyphs.ellipsis,
		);
	});
	return [titles(verdicts, columns, width, look), ...lines].slice(0, height);
};

const titles = ({machine}: Verdicts, columns: Columns, width: number, look: Look): string => {
	const {id, base} = machine;
	const cells = cellsInOrder(
		{
			id: 'scenario',
			claims: 'claims',
			verdict: 'verdict',
			// A user's file has no history; that of what it is a change to stands beside it.
			expected: id === base ? 'expected' : base,
			property: 'property',
			states: 'states',
			time: 'time',
			explains: 'explains',
		},
		columns,
		look,
	);
	return paint(look.theme.title, fit(`${' '.repeat(signsWidth)}${cells}`, width, look.glyphs.ellipsis));
};

interface Cells {
	id: string;
	claims: string;
	verdict: string;
	expected: string;
	property: string;
	states: string;
	time: string;
	explains: string;
}

const cellsInOrder = (
	cells: Cells,
	columns: Columns,
	{glyphs}: Look,
	styles: Partial<Record<keyof Cells, Style>> = {},
): string => {
	const cell = (name: keyof Cells, width: number) =>
		paint(styles[name] ?? '', fit(cells[name], width, glyphs.ellipsis));
	return [
		cell('id', columns.id),
		cell('claims', columns.claims),
		cell('verdict', wordWidth),
		cell('expected', wordWidth),
		cell('property', columns.property),
		fitRight(cells.states, countWidth + 1),
		fitRight(cells.time, timeWidth),
		...(columns.explains === 0 ? [] : [cell('explains', columns.explains)]),
	].join(' ');
};

const caseLine = (
	row: CaseRow,
	verdicts: Verdicts,
	isHere: boolean,
	columns: Columns,
	look: Look,
): string => {
	const {theme, glyphs} = look;
	const {scenario, expectation, report} = row;
	const judgement = report === null ? null : comparisonOf(verdicts).judge(report);
	const counts = judgement?.counts ?? false;
	const mark = paint(counts ? theme.bad : '', judgement?.mark ?? ' ');
	const cursor = isHere ? paint(theme.selected, glyphs.selected) : ' ';
	const verdict = report === null ? waitingWord(row, verdicts) : foundWord(report);
	const cells = cellsInOrder(
		{
			id: printable(scenario.id),
			claims: claimsText(row),
			verdict,
			expected: expectation.expected,
			property: printable(report?.property ?? ''),
			states: wasSearched(report) ? formatCount(report.states) : '',
			time: wasSearched(report) ? formatSeconds(report.seconds) : '',
			explains: countersText(explainedBy(row)),
		},
		columns,
		look,
		{
			id: isHere ? theme.selected : '',
			claims: theme.faint,
			verdict: report === null ? theme.faint : verdictStyle(report, judgement, look),
			explains: theme.warn,
		},
	);
	return `${cursor}${mark} ${cells}`;
};

const wasSearched = (report: CaseReport | null): report is CaseReport =>
	report !== null && report.error === null;

/** Of a case without a report. */
const waitingWord = ({scenario}: CaseRow, {status}: Verdicts): string => {
	if (status.kind !== 'running') return 'not run';
	return status.progress?.scenario === scenario.id ? 'running' : 'waiting';
};

const claimsText = ({scenario}: CaseRow): string => scenario.claims.join(' ');

/** What it would explain, were it violated: its column is there before its verdict. */
const failuresOf = ({counters}: CaseRow): readonly ShownCounter[] =>
	counters.filter(({id}) => failureCounters.has(id));

/** `stale_uses 1234, oopses 2`; '' for none. */
export const countersText = (counters: readonly ShownCounter[]): string =>
	counters.map(({id, value}) => `${id} ${value}`).join(', ');

/** The style of a verdict's word. */
export const verdictStyle = (report: CaseReport, judgement: Judgement | null, {theme}: Look): Style => {
	if (judgement?.counts) return theme.bad;
	return report.verdict === 'holds' ? theme.good : theme.warn;
};
