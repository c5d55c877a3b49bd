/** Writing to an output: tables in the wanted format, JSON documents, lines folded to the terminal. */
import {formatTable, type Table, type TableFormat, tableFormats} from '../report/table.ts';
import {foldText} from '../report/words.ts';
import type {Output} from './context.ts';
import {type CommandLine, isGiven, wordValue} from './parse-command-line.ts';
import {UsageError} from './usage-error.ts';

/** `json`, or the format of tables. Throws a `UsageError` when both were asked for. */
export function outputFormat(line: CommandLine): TableFormat | 'json' {
	const format = wordValue(line, 'format');
	if (isGiven(line, 'json')) {
		if (format !== undefined) {
			throw new UsageError('--json and --format exclude each other: leave one out');
		}

		return 'json';
	}

	return tableFormats.find(known => known === format) ?? 'table';
}

/** Writes a table; a plain one is split or folded to the width and emphasises rows in bold where there is colour. */
export function printTable(
	output: Output,
	table: Table,
	format: TableFormat,
	width: number = output.columns,
): void {
	const emphasise = (text: string) => (output.colour ? `\u001B[1m${text}\u001B[22m` : text);
	output.write(formatTable(table, format, {width, emphasise}));
}

/** Writes one JSON document. */
export function printJson(output: Output, document: object): void {
	output.write(`${JSON.stringify(document, null, '\t')}\n`);
}

/** Writes a paragraph; nothing for an empty text. */
export function printParagraph(output: Output, text: string): void {
	for (const line of foldText(text, Math.max(40, output.columns))) {
		output.write(`${line}\n`);
	}
}
