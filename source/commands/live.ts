/** `ptelab live`: the terminal UI, or off a terminal a short race and its counters. */

import type {RaceResult} from '../report/race-result.ts';
import {racesJson} from '../report/race-result.ts';
import {raceTable} from '../report/race-table.ts';
import type {TableFormat} from '../report/table.ts';
import type {Catalog} from './catalog.ts';
import {defaultPrograms, defaultSeconds, liveArchs, themeNames} from './commands.ts';
import type {Context} from './context.ts';
import type {LiveTuiOptions} from './live-tui.ts';
import {findings, traitsTable} from './notes.ts';
import {type CommandLine, isGiven, numberValue, wordValue} from './parse-command-line.ts';
import {outputFormat, printJson, printParagraph, printTable} from './print.ts';
import {runRace} from './race.ts';
import {planSession} from './session-options.ts';
import {UsageError} from './usage-error.ts';

/** Runs the command; gives the exit status. */
export async function live(line: CommandLine, context: Context): Promise<number> {
	const format = outputFormat(line);
	const seconds = numberValue(line, 'seconds');
	if (format === 'json' && seconds === undefined) {
		throw new UsageError('live --json needs --seconds: say how long to run, such as --seconds 2');
	}

	const plan = await planSession(line, context, {archs: liveArchs, programs: defaultPrograms});
	const isPlain = isGiven(line, 'plain') || isGiven(line, 'format') || format === 'json';
	if (context.stdout.isTerminal && context.stdinIsTerminal && !isPlain) {
		const {liveTui} = await import('./live-tui.ts');
		return liveTui(context, plan, {seconds: seconds ?? null, look: readLook(line)});
	}

	return context.interruptible(async signal => {
		const results = await runRace(context, plan, seconds ?? defaultSeconds, signal);
		if (!signal.aborted) {
			printRace(context, plan.catalog, results, format);
		}

		return results.some(result => result.failure !== null) ? 1 : 0;
	});
}

/** Flags that only change how the UI draws; off a terminal they mean nothing and do no harm. */
function readLook(line: CommandLine): LiveTuiOptions['look'] {
	const theme = themeNames.find(name => name === wordValue(line, 'theme'));
	const fps = numberValue(line, 'fps');
	return {
		...(theme === undefined ? {} : {theme}),
		...(fps === undefined ? {} : {fps}),
		...(isGiven(line, 'ascii') ? {ascii: true} : {}),
		...(isGiven(line, 'paused') ? {startPaused: true} : {}),
	};
}

function printRace(
	context: Context,
	catalog: Catalog,
	results: readonly RaceResult[],
	format: TableFormat | 'json',
): void {
	const {stdout} = context;
	if (format === 'json') {
		printJson(stdout, racesJson(results));
		return;
	}

	const {table, zeroEverywhere} = raceTable(results, {format, marked: false});
	if (format === 'csv') {
		printTable(stdout, table, format);
		return;
	}

	printParagraph(stdout, raceTitle(results));
	stdout.write('\n');
	printTable(stdout, table, format);
	if (zeroEverywhere.length > 0) {
		stdout.write('\n');
		printParagraph(stdout, `Zero: ${zeroEverywhere.join(', ')}.`);
	}

	stdout.write('\n');
	printTable(stdout, traitsTable(results, catalog.archs), format);
	for (const finding of findings(results)) {
		printParagraph(stdout, finding);
	}

	const last = results.flatMap(({options, stream}) =>
		stream.slice(-1).map(entry => `${options.arch}, newest report: ${entry.text}`),
	);
	for (const text of last) {
		stdout.write(`\n${text}\n`);
	}
}

/** `variant VJ, 2 CPUs each, seed 1, 2 s; programs: churn, batch` */
export function raceTitle(results: readonly RaceResult[]): string {
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
