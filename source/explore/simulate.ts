/**
 * Simulation, for systems too large to explore: many runs by random schedules, each repeatable from the seed and its number.
 * A clean simulation proves nothing but itself; its verdict is `sampled`.
 *
 * Two kinds of schedule. `random`: each step by any process that can, all as likely. `pct` (Burckhardt, Kothari, Musuvathi and
 * Nagarakatte, ASPLOS 2010): the processes get random priorities, the highest that can step does; at depth - 1 random steps the
 * runner falls below all others. A bug that needs `depth` steps in order among n processes and k steps is met by a run with
 * a chance of at least 1 / (n k^(depth - 1)).
 */

import {checkProcesses, endFailure, readyMask} from './outcome.ts';
import {below, type Random, seededRandom} from './random.ts';
import {bits} from './reduction.ts';
import type {Failure, System} from './system.ts';
import type {Move, Schedule} from './trace.ts';

/** Settings of a simulation. Given equal ones, runs are equal; so `length` matters for replay as well. */
export interface SimulateOptions {
	/** 0 to 2^32 - 1. */
	seed: number;
	schedule: 'random' | 'pct';
	/** PCT: number of steps whose order the bug depends on, at least 1. Default 3. */
	depth?: number;
	/** PCT: expected steps of a run, among which the change points lie. Default 200. */
	length?: number;
	/** A run that is longer is cut off: it may go on for ever. Default 10,000. */
	mostSteps?: number;
}

/** One run. */
export interface Run {
	index: number;
	schedule: Schedule;
	failure: Failure | null;
	/** Whether it reached `mostSteps` before an end. */
	cutOff: boolean;
}

/** What a simulation saw. */
export interface SimulateReport {
	verdict: 'sampled' | 'violated';
	/** Runs made, the failing one included. */
	runs: number;
	steps: number;
	/** Steps of the longest run. */
	longest: number;
	cutOff: number;
	/** Different final states met, by their hash. */
	finals: number;
	/** The failing run, or null. */
	failed: Run | null;
	/** PCT: the least chance of a run to meet a bug of this depth in runs of the longest length seen; null for `random`. */
	chance: number | null;
	seconds: number;
}

const defaultDepth = 3;
const defaultLength = 200;
const defaultMost = 10_000;

/**
 * Makes `runs` runs from the system's current state, stops at the first that fails, and leaves the system where it was.
 * `progress` is called after each run; returning true ends the simulation.
 */
export function simulate(
	system: System,
	options: SimulateOptions,
	runs: number,
	progress?: (done: number, steps: number) => boolean | undefined,
): SimulateReport {
	const started = performance.now();
	const finals = new Set<string>();
	const report = {runs: 0, steps: 0, longest: 0, cutOff: 0};
	let failed: Run | null = null;
	const start = system.position();
	for (let index = 0; index < runs && !failed; index++) {
		const run = runOnce(system, options, index);
		if (!run.cutOff && readyMask(system) === 0) finals.add(system.hash.join());
		system.rollback(start);
		report.runs++;
		report.steps += run.schedule.length;
		report.longest = Math.max(report.longest, run.schedule.length);
		if (run.cutOff) report.cutOff++;
		if (run.failure) failed = run;
		if (progress?.(report.runs, report.steps)) break;
	}
	const depth = options.depth ?? defaultDepth;
	const chance =
		options.schedule === 'pct' ? 1 / (system.processes * Math.max(1, report.longest) ** (depth - 1)) : null;
	return {
		verdict: failed ? 'violated' : 'sampled',
		...report,
		finals: finals.size,
		failed,
		chance,
		seconds: (performance.now() - started) / 1000,
	};
}

/**
 * Makes run number `index` of a simulation from the system's current state and leaves the system at its end: where it failed, where
 * nobody can step, or where it was cut off. Throws RangeError for a depth below 1 or more than 30 processes.
 */
export function runOnce(system: System, options: SimulateOptions, index: number): Run {
	checkProcesses(system);
	const most = options.mostSteps ?? defaultMost;
	const random = seededRandom(options.seed, index);
	const pick =
		options.schedule === 'random' ? uniform(random) : priorities(system.processes, options, random);
	const schedule: Move[] = [];
	for (;;) {
		const ready = readyMask(system);
		if (ready === 0) return {index, schedule, failure: endFailure(system), cutOff: false};
		if (schedule.length >= most) return {index, schedule, failure: null, cutOff: true};
		const process = pick(ready, schedule.length);
		const {choices} = system.pending(process);
		const choice = choices > 1 ? below(random, choices) : 0;
		system.step(process, choice);
		schedule.push({process, choice});
		const failure = system.failure();
		if (failure) return {index, schedule, failure, cutOff: false};
	}
}

type Pick = (ready: number, step: number) => number;

function uniform(random: Random): Pick {
	return ready => {
		let rest = ready;
		for (let skip = below(random, bits(ready)); skip > 0; skip--) rest &= rest - 1;
		return 31 - Math.clz32(rest & -rest);
	};
}

function priorities(processes: number, options: SimulateOptions, random: Random): Pick {
	const depth = options.depth ?? defaultDepth;
	if (!(depth >= 1)) throw new RangeError(`PCT needs a depth of at least 1, not ${depth}`);
	const length = options.length ?? defaultLength;
	const priority = shuffled(processes, random).map(rank => depth + rank);
	/** Step at which the runner falls, to which priority: the points' own order is random, as their steps are. */
	const changes = new Map<number, number>();
	for (let point = 1; point < depth; point++) changes.set(below(random, length), point);
	return (ready, step) => {
		const runner = highest(ready, priority);
		const fall = changes.get(step);
		if (fall === undefined) return runner;
		priority[runner] = fall;
		return highest(ready, priority);
	};
}

function highest(ready: number, priority: readonly number[]): number {
	let best = -1;
	for (let rest = ready; rest !== 0; rest &= rest - 1) {
		const process = 31 - Math.clz32(rest & -rest);
		if (best < 0 || (priority[process] ?? 0) > (priority[best] ?? 0)) best = process;
	}
	return best;
}

function shuffled(count: number, random: Random): number[] {
	const list = Array.from({length: count}, (_, index) => index);
	for (let end = count - 1; end > 0; end--) {
		const other = below(random, end + 1);
		[list[end], list[other]] = [list[other] as number, list[end] as number];
	}
	return list;
}
