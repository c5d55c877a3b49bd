/**
 * Simulation, for systems too large to explore: many runs by random schedules, each repeatable from the settings and its number.
 * A clean simulation proves nothing but itself; its verdict is `sampled`.
 *
 * Two kinds of schedule. `random`: each step by any process that can, all as likely. `pct` (Burckhardt, Kothari, Musuvathi and
 * Nagarakatte, ASPLOS 2010): the processes get random priorities, the highest that can step does; at depth - 1 random steps the
 * runner falls below all others. A bug that needs `depth` steps in order among n processes and k steps is met by a run with
 * a chance of at least 1 / (n k^(depth - 1)). Environment has no priority, since what can act for ever would keep all others from
 * stepping: of all steps it takes about one in eight.
 *
 * A run ends where nobody can step. Where only environment can, it ends as likely as not: nothing obliges environment to go on.
 */

import {type RaceCheck, raceFailure} from './data-race.ts';
import {checkProcesses, endFailure, obligedMask, readyMask} from './outcome.ts';
import {below, type Random, seededRandom} from './random.ts';
import {bits} from './reduction.ts';
import type {Failure, System} from './system.ts';
import type {Move, Schedule} from './trace.ts';

/** Settings of a simulation. Given equal ones, runs are equal. */
export interface SimulateOptions {
	/** 0 to 2^32 - 1. */
	seed: number;
	schedule: 'random' | 'pct';
	/** PCT: number of steps whose order the bug depends on, at least 1. Default 3. */
	depth?: number;
	/** PCT: expected steps of a run, among which the change points lie. By default measured, in a few runs that the seed alone decides. */
	length?: number;
	/** A run that is longer is cut off: it may go on for ever. Default 10,000. */
	mostSteps?: number;
	/** Look for data races in every state. A check changes no schedule. */
	race?: RaceCheck;
}

/** Settings with every default filled in: what it takes, beside a run's number, to make the run again. */
export type SimulateSettings = Required<Omit<SimulateOptions, 'race'>>;

/** One run. */
export interface Run {
	index: number;
	schedule: Schedule;
	failure: Failure | null;
	/** Whether it reached `mostSteps` before an end. */
	cutOff: boolean;
}

/** How much of what there is the runs have met, as far as they can tell. */
export interface Coverage {
	/** Different final states met. */
	finals: number;
	/** Of them, those that one run alone came to. */
	once: number;
	/** Chance that the next run comes to a final state not met yet (Good and Turing): `once` over the runs that ended. Null before the first. */
	unseenChance: number | null;
	/** Final states there are at least, by how rarely the rarest were met (Chao's estimate, bias-corrected). */
	estimatedFinals: number;
}

/** What a simulation saw. */
export interface SimulateReport {
	verdict: 'sampled' | 'violated';
	/** `runOnce` with these and a number below `runs` makes that run again. So does it with the options given, `seed` among them. */
	settings: SimulateSettings;
	/** Runs made, the failing one included. */
	runs: number;
	steps: number;
	/** Steps of the longest run. */
	longest: number;
	cutOff: number;
	/** Different final states met, by their hash. */
	finals: number;
	coverage: Coverage;
	/** The failing run, or null. */
	failed: Run | null;
	/** PCT: the least chance of a run to meet a bug of this depth in runs of the longest length seen; null for `random` and with environment. */
	chance: number | null;
	seconds: number;
}

const defaultDepth = 3;
const defaultMost = 10_000;
/** Runs that measure the length, by generators that no run of the simulation has. */
const measuringRuns = 8;
const lastStream = 2 ** 32 - 1;

/**
 * Makes `runs` runs from the system's current state, stops at the first that fails, and leaves the system where it was.
 * `progress` is called after each run; returning true ends the simulation.
 */
export function simulate(
	system: System,
	options: SimulateOptions,
	runs: number,
	progress?: (done: number, steps: number, coverage: () => Coverage) => boolean | undefined,
): SimulateReport {
	const started = performance.now();
	const settings = settle(system, options);
	/** Runs that came to each final state. */
	const finals = new Map<string, number>();
	const report = {runs: 0, steps: 0, longest: 0, cutOff: 0};
	let failed: Run | null = null;
	const start = system.position();
	for (let index = 0; index < runs && !failed; index++) {
		const run = makeRun(system, settings, options.race, seededRandom(settings.seed, index), end => {
			finals.set(end, (finals.get(end) ?? 0) + 1);
		});
		system.rollback(start);
		report.runs++;
		report.steps += run.schedule.length;
		report.longest = Math.max(report.longest, run.schedule.length);
		if (run.cutOff) report.cutOff++;
		if (run.failure) failed = {index, ...run};
		if (progress?.(report.runs, report.steps, () => coverageOf(finals))) break;
	}
	const hasChance = settings.schedule === 'pct' && obligedMask(system) === 2 ** system.processes - 1;
	return {
		verdict: failed ? 'violated' : 'sampled',
		settings,
		...report,
		finals: finals.size,
		coverage: coverageOf(finals),
		failed,
		chance: hasChance ? 1 / (system.processes * Math.max(1, report.longest) ** (settings.depth - 1)) : null,
		seconds: (performance.now() - started) / 1000,
	};
}

/**
 * Makes run number `index` of a simulation from the system's current state and leaves the system at its end: where it failed, where
 * nobody has to step, or where it was cut off. Throws RangeError for a depth below 1 or more than 30 processes.
 */
export function runOnce(system: System, options: SimulateOptions, index: number): Run {
	const settings = settle(system, options);
	return {index, ...makeRun(system, settings, options.race, seededRandom(settings.seed, index), () => {})};
}

/** Fills in what was left out. Leaves the system where it was. */
function settle(system: System, options: SimulateOptions): SimulateSettings {
	checkProcesses(system);
	const {seed, schedule, depth = defaultDepth, mostSteps = defaultMost} = options;
	if (schedule === 'pct' && !(depth >= 1)) {
		throw new RangeError(`PCT needs a depth of at least 1, not ${depth}`);
	}
	const settings = {seed, schedule, depth, mostSteps, length: options.length ?? 1};
	if (options.length !== undefined || schedule === 'random') return settings;
	const start = system.position();
	for (let stream = lastStream; stream > lastStream - measuringRuns; stream--) {
		const run = makeRun(
			system,
			{...settings, schedule: 'random'},
			undefined,
			seededRandom(seed, stream),
			() => {},
		);
		settings.length = Math.max(settings.length, run.schedule.length);
		system.rollback(start);
	}
	return settings;
}

/** Makes a run. `met` is told the final states it comes to, by their hash. */
function makeRun(
	system: System,
	settings: SimulateSettings,
	race: RaceCheck | undefined,
	random: Random,
	met: (end: string) => void,
): Omit<Run, 'index'> {
	const obliged = obligedMask(system);
	const pick = settings.schedule === 'random' ? uniform(random) : priorities(system, settings, random);
	const schedule: Move[] = [];
	const broken = system.failure();
	if (broken) return {schedule, failure: broken, cutOff: false};
	for (;;) {
		const ready = readyMask(system);
		const racing = raceFailure(system, ready, race);
		if (racing) return {schedule, failure: racing, cutOff: false};
		if ((ready & obliged) === 0) {
			const failure = endFailure(system);
			if (failure || ready === 0 || below(random, 2) === 0) {
				met(system.hash.join());
				return {schedule, failure, cutOff: false};
			}
		}
		if (schedule.length >= settings.mostSteps) return {schedule, failure: null, cutOff: true};
		const process = pick(ready, schedule.length);
		const {choices} = system.pending(process);
		const choice = choices > 1 ? below(random, choices) : 0;
		system.step(process, choice);
		schedule.push({process, choice});
		const failure = system.failure();
		if (failure) return {schedule, failure, cutOff: false};
	}
}

function coverageOf(met: ReadonlyMap<string, number>): Coverage {
	let ended = 0;
	let once = 0;
	let twice = 0;
	for (const count of met.values()) {
		ended += count;
		if (count === 1) once++;
		if (count === 2) twice++;
	}
	return {
		finals: met.size,
		once,
		unseenChance: ended === 0 ? null : once / ended,
		estimatedFinals: met.size + Math.floor((once * (once - 1)) / (2 * (twice + 1))),
	};
}

type Pick = (ready: number, step: number) => number;

function uniform(random: Random): Pick {
	return ready => {
		let rest = ready;
		for (let skip = below(random, bits(ready)); skip > 0; skip--) rest &= rest - 1;
		return 31 - Math.clz32(rest & -rest);
	};
}

const environmentShare = 8;

function priorities(system: System, {depth, length}: SimulateSettings, random: Random): Pick {
	const obliged = obligedMask(system);
	const any = uniform(random);
	const priority = shuffled(system.processes, random).map(rank => depth + rank);
	/** Step at which the runner falls, to which priority: the points' own order is random, as their steps are. */
	const changes = new Map<number, number>();
	for (let point = 1; point < depth; point++) changes.set(below(random, length), point);
	return (ready, step) => {
		const ranked = ready & obliged;
		if (ranked === 0 || (ready !== ranked && below(random, environmentShare) === 0)) {
			return any(ready & ~obliged, step);
		}
		const runner = highest(ranked, priority);
		const fall = changes.get(step);
		if (fall === undefined) return runner;
		priority[runner] = fall;
		return highest(ranked, priority);
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
