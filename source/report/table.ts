/**
 * Tables as data, and three ways to write them: plain text for people, Markdown for documents, CSV for programs. All cells
 * are ready-made strings; nothing here knows what they mean. Cells are expected to be ASCII, so that a character is
 * a column of the terminal.
 */

import {foldText} from './words.ts';

export interface Column {
	title: string;
	align: 'left' | 'right';
	/** In the last column: long text goes on in the next line, where the others are split into tables. */
	fold?: true;
}

export interface Table {
	columns: Column[];
	/** One string for each column in every row. */
	rows: string[][];
	/** Numbers of the rows to be emphasised where the output can. */
	emphasised?: readonly number[];
}

export type TableFormat = 'table' | 'markdown' | 'csv';
export const tableFormats: readonly TableFormat[] = ['table', 'markdown', 'csv'];

export interface PlainOptions {
	/** Columns of the terminal; wider tables are split or folded. `Infinity` never does either. */
	width: number;
	/** Wraps an emphasised line; the identity where there is no colour. */
	emphasise: (line: string) => string;
}

const gap = '  ';
/** A rule under a column of long sentences need not be as long as they are. */
const longestRule = 40;

/** Writes a table in the given format; a newline ends it. */
export function formatTable(table: Table, format: TableFormat, options: PlainOptions): string {
	switch (format) {
		case 'table': {
			const parts = table.columns.at(-1)?.fold
				? [foldLastColumn(table, options.width)]
				: splitColumns(table, options.width);
			return parts.map(part => plainTable(part, options.emphasise)).join('\n');
		}

		case 'markdown':
			return markdownTable(table);
		case 'csv':
			return csvTable(table);
	}
}

/** Aligned columns under their titles, a rule of dashes between. */
export function plainTable(table: Table, emphasise: (line: string) => string = line => line): string {
	const widths = columnWidths(table);
	const line = (cells: readonly string[]) =>
		cells
			.map((cell, index) => pad(cell, widths[index] ?? 0, table.columns[index]?.align ?? 'left'))
			.join(gap)
			.trimEnd();
	const rule = widths
		.map((width, index) => '-'.repeat(index === widths.length - 1 ? Math.min(width, longestRule) : width))
		.join(gap);
	const rows = table.rows.map((row, index) =>
		table.emphasised?.includes(index) ? emphasise(line(row)) : line(row),
	);

	return `${[line(table.columns.map(column => column.title)), rule, ...rows].join('\n')}\n`;
}

/** A GitHub-flavoured Markdown table; bars and line breaks in cells are escaped, emphasised rows have bold cells. */
export function markdownTable(table: Table): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const escaped = (cell: string) => cell.replaceAll('|', '\\|').replaceAll(/\r?\n/g, '<br>');
	const rows = table.rows.map((row, index) => {
		const bold = table.emphasised?.includes(index) ?? false;
		return line(row.map(cell => (bold && cell !== '' ? `**${escaped(cell)}**` : escaped(cell))));
	});

	return `${[
		line(table.columns.map(column => escaped(column.title))),
		line(table.columns.map(column => (column.align === 'right' ? '--:' : ':--'))),
		...rows,
	].join('\n')}\n`;
}

/** Comma-separated values as RFC 4180 describes them, with `\n` line ends. */
export function csvTable(table: Table): string {
	const lines = [table.columns.map(column => column.title), ...table.rows];
	return lines.map(cells => `${cells.map(csvCell).join(',')}\n`).join('');
}

/** Quotes a value when it holds a comma, a quote, a line break, or blanks at an end. */
export function csvCell(value: string): string {
	return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/**
 * Cuts a table into tables of at most `width` columns of text; the first column is repeated in each. A column that is too
 * wide on its own gets a table of its own.
 */
export function splitColumns(table: Table, width: number): Table[] {
	const widths = columnWidths(table);
	const first = widths[0] ?? 0;
	const parts: number[][] = [];
	let used = Number.POSITIVE_INFINITY;
	for (let index = 1; index < widths.length; index++) {
		const needed = gap.length + (widths[index] ?? 0);
		if (used + needed > width) {
			parts.push([0]);
			used = first;
		}

		parts.at(-1)?.push(index);
		used += needed;
	}

	return parts.length < 2 ? [table] : parts.map(indexes => pickColumns(table, indexes));
}

/** Folds the last column so that the table fits, as long as 20 columns are left for it. */
function foldLastColumn(table: Table, width: number): Table {
	const widths = columnWidths(table).slice(0, -1);
	const left = Math.max(20, width - widths.reduce((sum, columnWidth) => sum + columnWidth + gap.length, 0));
	const rows = table.rows.flatMap(row => {
		const [first = '', ...rest] = foldText(row.at(-1) ?? '', left);
		return [[...row.slice(0, -1), first], ...rest.map(line => [...row.slice(0, -1).map(() => ''), line])];
	});
	return {columns: table.columns, rows};
}

function pickColumns(table: Table, indexes: readonly number[]): Table {
	const pick = <T>(values: readonly T[]) => indexes.flatMap(index => values.slice(index, index + 1));
	return {...table, columns: pick(table.columns), rows: table.rows.map(row => pick(row))};
}

function columnWidths(table: Table): number[] {
	return table.columns.map((column, index) =>
		Math.max(column.title.length, ...table.rows.map(row => row[index]?.length ?? 0)),
	);
}

function pad(text: string, width: number, align: Column['align']): string {
	return align === 'left' ? text.padEnd(width) : text.padStart(width);
}
