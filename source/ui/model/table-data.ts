/**
 * The counter tables as rows of fixed-width texts: what ink-table needs, since it measures by length and aligns left.
 * Few distinct texts, so that no cache behind it grows for ever.
 */
import type {Counters, MachineSnapshot} from '../../machine/lab.ts';
import type {CounterId} from '../../machine/vocabulary.ts';
import {type Difference, differences} from '../../report/differences.ts';
import type {Glyphs} from '../glyphs.ts';
import {formatCount} from '../text/numbers.ts';
import {badCounters, cellWidth, counterLabel} from './counter-columns.ts';

/** A table: column names as shown, and rows by those names. */
export interface TableData {
	columns: readonly string[];
	rows: readonly Readonly<Record<string, string>>[];
	/** Rows above and below what is shown. */
	above: number;
	below: number;
}

/** Ends a cell whose counter should be zero; also what the cell is coloured by. */
export const badMark = '!';

/** A named row of counters. */
export interface CounterRow {
	name: string;
	/** Sign before the name: selected, failed, or a blank. */
	sign: string;
	counters: Counters;
}

/** One row for each machine. */
export const archRows = (
	machines: readonly MachineSnapshot[],
	selected: string,
	glyphs: Glyphs,
): CounterRow[] =>
	machines.map(({options, state, counters}) => ({
		name: options.arch,
		sign: signOf(state === 'failed', options.arch === selected, glyphs),
		counters,
	}));

const signOf = (isFailed: boolean, isSelected: boolean, glyphs: Glyphs): string => {
	if (isFailed) return glyphs.bad.slice(0, 1);
	return isSelected ? glyphs.selected : ' ';
};

/** One row for each CPU of a machine, and their sum first. */
export const cpuRows = (machine: MachineSnapshot | undefined, glyphs: Glyphs): CounterRow[] =>
	machine === undefined
		? []
		: [
				{name: machine.options.arch, sign: glyphs.selected, counters: machine.counters},
				...machine.perCpu.map((counters, cpu) => ({name: `  CPU ${cpu}`, sign: ' ', counters})),
			];

/** Widest name with its sign; at least 8, at most 20. */
export const nameWidthOf = (rows: readonly CounterRow[]): number =>
	Math.min(20, Math.max(8, ...rows.map(row => row.name.length + 1)));

/** The rows around `center` that fit, with their counters as texts. */
export const counterTable = (
	rows: readonly CounterRow[],
	ids: readonly CounterId[],
	view: {center: number; height: number; nameWidth: number; firstColumn: string},
): TableData => {
	const first = windowStart(rows.length, view.center, view.height);
	const shown = rows.slice(first, first + view.height);
	const [nameColumn, ...counterColumns] = columnNames(ids, view);
	return {
		columns: columnNames(ids, view),
		rows: shown.map(row =>
			Object.fromEntries([
				[nameColumn, nameCell(row, view.nameWidth)],
				...ids.map((id, index) => [counterColumns[index], counterCell(id, row.counters[id])]),
			]),
		),
		above: first,
		below: Math.max(0, rows.length - first - shown.length),
	};
};

/** As `counterTable`, with a mark on each count that differs from the other rows'. */
export const compareTable = (
	rows: readonly CounterRow[],
	ids: readonly CounterId[],
	view: {center: number; height: number; nameWidth: number; firstColumn: string},
	glyphs: Glyphs,
): TableData => {
	const table = counterTable(rows, ids, view);
	const marks = ids.map(id =>
		differences(
			rows.map(row => row.counters),
			id,
		),
	);
	return {
		...table,
		rows: table.rows.map((row, rowIndex) =>
			Object.fromEntries(
				table.columns.map((column, columnIndex) => {
					const mark = marks[columnIndex - 1]?.[table.above + rowIndex] ?? 'same';
					const text = row[column] ?? '';
					return [column, columnIndex === 0 ? text : withMark(text, differenceSign(mark, glyphs))];
				}),
			),
		),
	};
};

/** The sign of a difference; empty for none. */
export const differenceSign = (difference: Difference, glyphs: Glyphs): string => {
	switch (difference) {
		case 'same':
			return '';
		case 'differs':
			return glyphs.unequal;
		case 'more':
			return glyphs.more;
		case 'less':
			return glyphs.less;
	}
};

// A wrong count keeps its own mark: it says more than a difference.
const withMark = (text: string, sign: string): string =>
	sign === '' || text.endsWith(badMark) ? text : (text.trim() + sign).padStart(text.length);

const columnNames = (
	ids: readonly CounterId[],
	{nameWidth, firstColumn}: {nameWidth: number; firstColumn: string},
): string[] => [
	firstColumn.slice(0, nameWidth).padEnd(nameWidth),
	...ids.map(id => counterLabel(id).padStart(cellWidth)),
];

const nameCell = (row: CounterRow, width: number): string =>
	`${row.sign}${row.name}`.slice(0, width).padEnd(width);

const counterCell = (id: CounterId, count: number): string => {
	const mark = count > 0 && badCounters.has(id) ? badMark : '';
	return (formatCount(count) + mark).padStart(cellWidth);
};

const windowStart = (length: number, center: number, height: number): number =>
	Math.max(0, Math.min(center - (height >> 1), length - height));
