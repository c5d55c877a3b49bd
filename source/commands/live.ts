/** `ptelab live`: the terminal UI, or off a terminal a short race and its counters. */

import type {RaceResult} from '../report/race-result.ts';
import {defaultPrograms, defaultSeconds, liveArchs, themeNames} from './commands.ts';
import type {Context} from './context.ts';
import type {LiveTuiOptions} from './live-tui.ts';
import {type CommandLine, isGiven, numberValue, wordValue} from './parse-command-line.ts';
import {outputFormat} from './print.ts';
import {printRace} from './print-race.ts';
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
			printRace(context, plan.catalog, results, {
				format,
				marked: false,
				after: () => printNewest(context, results),
			});
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

/** The newest report of each machine. */
function printNewest({stdout}: Context, results: readonly RaceResult[]): void {
	const last = results.flatMap(({options, stream}) =>
		stream.slice(-1).map(entry => `${options.arch}, newest report: ${entry.text}`),
	);
	for (const text of last) {
		stdout.write(`\n${text}\n`);
	}
}
