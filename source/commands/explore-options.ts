/** The flags that `explore`, `check` and `merge` share, read. */
import {availableParallelism} from 'node:os';
import type {CaseOptions} from '../explore/case.ts';
import {type EnvironmentId, environmentIds} from '../scenarios/scenario.ts';
import {
	defaultMemory,
	mostJobs,
	type ReportFormat,
	reportFormats,
	type TraceChoice,
	traceChoices,
} from './explore-flags.ts';
import {type CommandLine, isGiven, listValue, numberValue, wordValue} from './parse-command-line.ts';
import {UsageError, unknownWord} from './usage-error.ts';

/** How cases are run. */
export interface RunOptions {
	options: CaseOptions;
	/** Worker threads. */
	jobs: number;
	/** Replay token, or null. */
	token: string | null;
	/** Progress also where standard error is no terminal. */
	progress: boolean;
	/** Flags, as they were given, without which a token means other steps. */
	replayFlags: string[];
}

/** How reports are written. */
export interface PrintOptions {
	format: ReportFormat | 'json';
	/** Null: all of few cases, else the unexpected ones. */
	traces: TraceChoice | null;
	outcomes: boolean;
	/** Also write the JSON document here, or null. */
	out: string | null;
}

/** Depth of schedules without `--pct`: they have none. */
const noDepth = 0;

/** Reads the flags of a search. Throws a `UsageError` on flags that do not go together. */
export function readRunOptions(line: CommandLine): RunOptions {
	const environment = readEnvironment(listValue(line, 'env'));
	const reduction = !isGiven(line, 'no-reduction');
	const token = wordValue(line, 'replay') ?? null;
	const shard = readShard(wordValue(line, 'shard'));
	const simulate = readSimulation(line);
	const other = simulate !== null ? '--simulate' : shard !== null ? '--shard' : null;
	if (token !== null && other !== null) {
		throw new UsageError(`--replay takes the steps of its token: ${other} has no meaning beside it`);
	}

	const states = numberValue(line, 'states');
	const seconds = numberValue(line, 'seconds');
	return {
		options: {
			reduction,
			limits: {
				...(states === undefined ? {} : {states}),
				...(seconds === undefined ? {} : {milliseconds: seconds * 1000}),
				memoryBytes: (numberValue(line, 'memory') ?? defaultMemory) * 1_000_000,
			},
			outcomes: isGiven(line, 'outcomes'),
			simulate,
			shard,
			environment,
		},
		jobs: numberValue(line, 'jobs') ?? Math.min(mostJobs, availableParallelism()),
		token,
		progress: isGiven(line, 'progress'),
		replayFlags: [
			...(reduction ? [] : ['--no-reduction']),
			...(environment === null ? [] : ['--env', environment.join(',') || 'none']),
		],
	};
}

/** Reads the flags of a report. Throws a `UsageError` on flags that exclude each other. */
export function readPrintOptions(line: CommandLine): PrintOptions {
	const format = wordValue(line, 'format');
	if (isGiven(line, 'json') && format !== undefined) {
		throw new UsageError('--json and --format exclude each other: leave one out');
	}

	const given = traceChoices.find(choice => choice === wordValue(line, 'traces')) ?? null;
	if (isGiven(line, 'all-traces') && given !== null && given !== 'all') {
		throw new UsageError(`--all-traces and --traces ${given} exclude each other: leave one out`);
	}

	return {
		format: isGiven(line, 'json') ? 'json' : (reportFormats.find(known => known === format) ?? 'table'),
		traces: isGiven(line, 'all-traces') ? 'all' : given,
		outcomes: isGiven(line, 'outcomes'),
		out: wordValue(line, 'out') ?? null,
	};
}

function readSimulation(line: CommandLine): CaseOptions['simulate'] {
	const runs = numberValue(line, 'simulate');
	const depth = numberValue(line, 'pct');
	if (runs === undefined) {
		const alone = depth !== undefined ? 'pct' : numberValue(line, 'seed') !== undefined ? 'seed' : null;
		if (alone !== null) {
			throw new UsageError(`--${alone} is about random schedules: say how many with --simulate n`);
		}

		return null;
	}

	return {
		runs,
		seed: numberValue(line, 'seed') ?? 1,
		schedule: depth === undefined ? 'random' : 'pct',
		depth: depth ?? noDepth,
	};
}

function readShard(word: string | undefined): CaseOptions['shard'] {
	if (word === undefined) {
		return null;
	}

	const [, index = 0, count = 0] = (/^(\d{1,6})\/(\d{1,6})$/.exec(word) ?? []).map(Number);
	if (index < 1 || index > count) {
		throw new UsageError(`--shard wants k/n with k from 1 to n, such as 2/8, but got '${word}'`);
	}

	return {index, count};
}

function readEnvironment(words: readonly string[] | undefined): readonly EnvironmentId[] | null {
	if (words === undefined) {
		return null;
	}

	if (words.includes('none')) {
		if (words.length > 1) {
			throw new UsageError("'none' stands alone: no environment step can be named beside it");
		}

		return [];
	}

	return words.map(word => {
		const known = environmentIds.find(id => id === word);
		if (known === undefined) {
			throw unknownWord('environment step', word, environmentIds, `one of ${environmentIds.join(', ')}`);
		}

		return known;
	});
}
