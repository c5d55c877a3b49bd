/**
 * The explorer: every interleaving of a system, a verdict, and for a violation the shortest schedule that shows it.
 *
 * Passes. A depth-first walk (reduced, if wanted) decides safety and deadlocks. If it finds a failure, a breadth-first search
 * no deeper than that finding looks for a shorter one: the depth-first order finds some failure soon and needs little memory, the
 * second search costs only the states nearer than it, and what it finds is the shortest there is. If nothing failed and
 * the walk saw a cycle, the whole graph is built and searched for livelocks; without a cycle there can be none.
 */

import {createHash} from 'node:crypto';
import {breadthFirst} from './breadth-first.ts';
import {
	type Limit,
	type ReductionKind,
	type WalkOptions,
	type WalkResult,
	type WalkState,
	walk,
} from './depth-first.ts';
import {findLivelocks, type Livelock} from './livelock.ts';
import {checkProcesses} from './outcome.ts';
import {type Independence, mostReduced} from './reduction.ts';
import type {Failure, System} from './system.ts';
import type {Schedule} from './trace.ts';

/** Limits, each for the search as a whole. Time and memory are looked at every thousand steps. */
export interface SearchLimits {
	/** Most distinct states. */
	states?: number;
	milliseconds?: number;
	/** Most bytes of the search's own tables (state set, stack, graph), the system's undo log not among them. */
	memoryBytes?: number;
}

/** Pass the search is in: `walk` decides, `shorten` looks for a shorter counterexample, `livelock` builds the graph. */
export type SearchPass = 'walk' | 'shorten' | 'livelock';

/** A search as it runs. */
export interface SearchProgress extends WalkState {
	pass: SearchPass;
	seconds: number;
	/** States a second since the start. */
	rate: number;
	/** Seconds to go at this rate if the guess `done` is right; null while there is no guess. */
	secondsLeft: number | null;
}

/** Settings; none is needed. */
export interface SearchOptions {
	/** Leave out steps that another order makes up for. Default true. */
	reduction?: boolean;
	/** Take states for one that have the same future, where the system has a canonical hash. Default false. */
	merge?: boolean;
	limits?: SearchLimits;
	/** Called some times a second. Returning true ends the search as for the time limit. */
	progress?: (progress: SearchProgress) => boolean | undefined;
	/** `first`: stop at the first failure; `all`: go on and report each kind once. Default `first`. */
	stop?: 'first' | 'all';
	/** Look for livelocks. Default true. */
	livelocks?: boolean;
	/** Keep the digest of, and a path to, every final state. Default false. */
	collectFinals?: boolean;
	/** For tests only: makes the search unsound on purpose. */
	sabotage?: {independence?: Independence; putOff?: boolean};
}

/** One thing that is wrong, with the steps that lead to it. */
export interface Finding {
	failure: Failure;
	schedule: Schedule;
	/** Whether no shorter schedule breaks the same property; false only when a limit ended the search for one. */
	shortest: boolean;
	/** Of a livelock: the steps once around, after `schedule`; else empty. */
	cycle: Schedule;
}

/** What a search found. `bounded` says a limit came first, and `limit` which. */
export interface SearchReport {
	verdict: 'holds' | 'violated' | 'bounded';
	limit: Limit | null;
	/** Distinct states, the initial one included. After `violated` with stop `first`: those seen until then. */
	states: number;
	/** Steps taken from them. */
	transitions: number;
	/** Distinct states without a step. */
	finals: number;
	/** Final states by the digest of their snapshot, each with the path it was first found by; empty if not collected. */
	finalStates: ReadonlyMap<string, Schedule>;
	/** The finding with the fewest steps, or null. */
	failure: Finding | null;
	/** One for each property broken, fewest steps first. With stop `first`: one. */
	failures: readonly Finding[];
	/** Final states in which a process waits. */
	deadlocks: number;
	livelocks: readonly Livelock[];
	/** Whether runs can go round for ever. Null if the search did not get to the end. */
	cyclic: boolean | null;
	/** Longest path walked, in steps. */
	depth: number;
	seconds: number;
	/** Most bytes the search's own tables took. */
	bytes: number;
	/** What was left out in the walk that decided. */
	reduction: ReductionKind;
}

const progressEvery = 100;

/** Explores a system from its current state, which counts as initial, and leaves it there. Throws RangeError for more than 30 processes. */
export function explore(system: System, options: SearchOptions = {}): SearchReport {
	checkProcesses(system);
	const started = performance.now();
	const deadline = started + (options.limits?.milliseconds ?? Number.POSITIVE_INFINITY);
	const bounds = {
		states: options.limits?.states ?? Number.POSITIVE_INFINITY,
		memoryBytes: options.limits?.memoryBytes ?? Number.POSITIVE_INFINITY,
		deadline,
	};
	const merge = options.merge === true && system.canonical !== undefined;
	const report = progressCalls(options.progress, started);
	const decided = decide(system, options, {bounds, merge}, report);
	const {result, finalStates, deadlocks} = decided;
	let limit = isLimit(result.ended) ? result.ended : decided.cancelled ? 'time' : null;
	let bytes = result.bytes;
	let failures = decided.findings;
	if (failures.length > 0) {
		failures = shorten(system, failures, {bounds, merge}, report);
	}
	let livelocks: Livelock[] = [];
	if (failures.length === 0 && limit === null && result.cyclic && options.livelocks !== false) {
		const graph = breadthFirst(system, {
			bounds,
			merge: false,
			maxDepth: Number.POSITIVE_INFINITY,
			edges: true,
			failed: () => false,
			tick: (states, depth) => report('livelock', {...idle, states, depth}),
		});
		bytes = Math.max(bytes, graph.bytes);
		if (graph.ended === 'end') livelocks = findLivelocks(system, graph.graph);
		else limit = isLimit(graph.ended) ? graph.ended : 'time';
		failures = livelocks.slice(0, 1).map(livelockFinding);
	}
	return {
		verdict: failures.length > 0 ? 'violated' : limit === null ? 'holds' : 'bounded',
		limit,
		states: result.states,
		transitions: result.transitions,
		finals: result.finals,
		finalStates,
		failure: failures[0] ?? null,
		failures,
		deadlocks,
		livelocks,
		cyclic: result.ended === 'end' ? result.cyclic : null,
		depth: result.depth,
		seconds: (performance.now() - started) / 1000,
		bytes,
		reduction: decided.reduction,
	};
}

/** Name of a final state: the first half of the SHA-256 of its snapshot, in hexadecimal. */
export function stateDigest(system: System): string {
	return createHash('sha256').update(system.snapshot()).digest('hex').slice(0, 32);
}

type Report = (pass: SearchPass, state: WalkState) => boolean;
type Frame = Pick<WalkOptions, 'bounds' | 'merge'>;

const idle: WalkState = {states: 0, transitions: 0, depth: 0, left: 0, done: 0, bytes: 0};

interface Decided {
	result: WalkResult;
	reduction: ReductionKind;
	findings: Finding[];
	finalStates: Map<string, Schedule>;
	deadlocks: number;
	cancelled: boolean;
}

/** The depth-first walk, with as much reduction as the system allows. */
function decide(system: System, options: SearchOptions, frame: Frame, report: Report): Decided {
	const reduces =
		options.reduction !== false && !(frame.merge && system.exchanges) && system.processes <= mostReduced;
	const reduction: ReductionKind = !reduces ? 'none' : system.mayAccess ? 'persistent' : 'sleep';
	const byProperty = new Map<string, Finding>();
	const finalStates = new Map<string, Schedule>();
	let deadlocks = 0;
	let cancelled = false;
	const result = walk(
		system,
		{
			...frame,
			reduction,
			independence: options.sabotage?.independence,
			putOff: options.sabotage?.putOff,
		},
		{
			failed(failure, path) {
				if (failure.property === 'deadlock') deadlocks++;
				if (!byProperty.has(failure.property)) {
					byProperty.set(failure.property, {failure, schedule: path(), shortest: false, cycle: []});
				}
				return options.stop !== 'all';
			},
			final(path) {
				if (options.collectFinals) {
					const digest = stateDigest(system);
					if (!finalStates.has(digest)) finalStates.set(digest, path());
				}
			},
			tick(state) {
				cancelled = report('walk', state);
				return cancelled;
			},
		},
	);
	return {result, reduction, findings: [...byProperty.values()], finalStates, deadlocks, cancelled};
}

/** The shortest schedule for each property found broken (for the first failure found: of any property). */
function shorten(system: System, found: readonly Finding[], frame: Frame, report: Report): Finding[] {
	const best = new Map(found.map(finding => [finding.failure.property, finding]));
	const single = found.length === 1;
	const longest = found.reduce((most, finding) => Math.max(most, finding.schedule.length), 0);
	const wanted = new Set(best.keys());
	const result = breadthFirst(system, {
		...frame,
		maxDepth: longest - (single ? 1 : 0),
		edges: false,
		failed(failure, schedule) {
			if (single) best.clear();
			else if (!wanted.has(failure.property)) return false;
			wanted.delete(failure.property);
			best.set(failure.property, {failure, schedule, shortest: true, cycle: []});
			return single || wanted.size === 0;
		},
		tick: (states, depth) => report('shorten', {...idle, states, depth}),
	});
	const complete = result.ended === 'end';
	return [...best.values()]
		.map(finding => ({...finding, shortest: finding.shortest || complete}))
		.sort((a, b) => a.schedule.length - b.schedule.length);
}

function livelockFinding(livelock: Livelock): Finding {
	const who = livelock.processes.join(' and ');
	const failure = {
		property: 'livelock',
		process: livelock.processes[0] ?? 0,
		site: -1,
		text: `processes ${who} can go round for ever without progress (${livelock.cycle.length} steps a round)`,
	};
	return {failure, schedule: livelock.stem, shortest: true, cycle: livelock.cycle};
}

function isLimit(ended: WalkResult['ended'] | 'end' | 'stopped'): ended is Limit {
	return ended === 'states' || ended === 'time' || ended === 'memory';
}

function progressCalls(progress: SearchOptions['progress'], started: number): Report {
	let last = started;
	return (pass, state) => {
		const now = performance.now();
		if (!progress || now - last < progressEvery) return false;
		last = now;
		const seconds = (now - started) / 1000;
		const secondsLeft = state.done > 0 ? (seconds / state.done) * (1 - state.done) : null;
		return progress({...state, pass, seconds, rate: state.states / seconds, secondsLeft}) === true;
	};
}
