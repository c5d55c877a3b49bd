/** The result of a race off the terminal UI, as a table with what is needed to read it, or as JSON. */
import {type RaceResult, racesJson} from '../report/race-result.ts';
import {manyMachines, portLines, raceSummary} from '../report/race-summary.ts';
import {raceTable} from '../report/race-table.ts';
import type {TableFormat} from '../report/table.ts';
import type {Catalog} from './catalog.ts';
import type {Context} from './context.ts';
import {findings, traitsTable} from './notes.ts';
import {printJson, printParagraph, printTable} from './print.ts';

export interface PrintRaceOptions {
	format: TableFormat | 'json';
	/** Rows that are zero on some machines only stand out, with a line that says so. */
	marked: boolean;
	/** Prints what comes after the tables for people. */
	after: () => void;
}

/** Prints the results. JSON and CSV are for programs: one document, one table, nothing else. */
export function printRace(
	context: Context,
	catalog: Catalog,
	results: readonly RaceResult[],
	{format, marked, after}: PrintRaceOptions,
): void {
	const {stdout} = context;
	if (format === 'json') {
		printJson(stdout, racesJson(results));
		return;
	}

	const {table, zeroEverywhere} = raceTable(results, {format, marked});
	if (format === 'csv') {
		printTable(stdout, table, format);
		return;
	}

	printParagraph(stdout, raceTitle(results));
	stdout.write('\n');
	if (results.length >= manyMachines) {
		printTable(stdout, raceSummary(results), format);
		stdout.write('\n');
		printParagraph(stdout, 'All counters: --json, --format csv, or fewer architectures with --arch.');
		for (const line of [...portLines(results), ...findings(results)]) {
			printParagraph(stdout, line);
		}

		after();
		return;
	}

	printTable(stdout, table, format);
	stdout.write('\n');
	if ((table.emphasised ?? []).length > 0) {
		printParagraph(stdout, '* zero on some architectures, not on others; the reasons are below.');
	}

	if (zeroEverywhere.length > 0) {
		printParagraph(stdout, `${marked ? 'Zero everywhere' : 'Zero'}: ${zeroEverywhere.join(', ')}.`);
	}

	stdout.write('\n');
	printTable(stdout, traitsTable(results, catalog.archs), format);
	for (const finding of [...portLines(results), ...findings(results)]) {
		printParagraph(stdout, finding);
	}

	after();
}

/** `variant VJ, 2 CPUs each, seed 1, 2 s; programs: churn, batch` */
function raceTitle(results: readonly RaceResult[]): string {
	const [first] = results;
	if (first === undefined) {
		return '';
	}

	const {variant, cpus, seed, chaos} = first.options;
	const programs = first.options.programs.join(', ') || 'none';
	const parts = [
		`Variant ${variant}`,
		cpus === 1 ? '1 CPU each' : `${cpus} CPUs each`,
		`seed ${seed}`,
		...(chaos > 0 ? [`chaos ${chaos}/1024`] : []),
		`${Math.max(...results.map(result => result.seconds)).toFixed(1)} s`,
	];
	return `${parts.join(', ')}. Programs: ${programs}.`;
}
