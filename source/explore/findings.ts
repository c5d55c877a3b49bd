/** What a search collects on its way, and how a finding becomes the shortest of its kind. */

import {createHash} from 'node:crypto';
import {breadthFirst} from './breadth-first.ts';
import type {RaceCheck} from './data-race.ts';
import type {Bounds, WalkVisitor} from './depth-first.ts';
import type {Livelock} from './livelock.ts';
import {cutLongRun} from './long-run.ts';
import type {Finding, SearchOptions} from './search.ts';
import type {System} from './system.ts';
import type {Schedule} from './trace.ts';

/** What walks found so far. */
export interface Collected {
	/** The first finding of each property. */
	findings: Map<string, Finding>;
	/** Final states by the digest of their snapshot, each with the path it was first found by. */
	finalStates: Map<string, Schedule>;
	/** Ends in which a process waits that may not. */
	deadlocks: number;
}

/** A collection of nothing. */
export function nothingCollected(): Collected {
	return {findings: new Map(), finalStates: new Map(), deadlocks: 0};
}

/** A visitor's part that collects. `stem` is the way from the initial state to where the walk starts. */
export function collect(
	system: System,
	{stop, collectFinals}: SearchOptions,
	collected: Collected,
	stem: Schedule = [],
): Pick<WalkVisitor, 'failed' | 'final'> {
	const whole = (path: Schedule) => (stem.length === 0 ? path : [...stem, ...path]);
	return {
		failed(failure, path) {
			const {property} = failure;
			if (property === 'deadlock') collected.deadlocks++;
			if (!collected.findings.has(property)) {
				const schedule = whole(failure.isLongRun ? cutLongRun(path()) : path());
				collected.findings.set(property, {failure, schedule, shortest: false, cycle: []});
			}
			return stop !== 'all';
		},
		final(path) {
			if (!collectFinals) return;
			const digest = stateDigest(system);
			if (!collected.finalStates.has(digest)) collected.finalStates.set(digest, whole(path()));
		},
	};
}

/** Name of a final state: the first half of the SHA-256 of its snapshot, in hexadecimal. */
export function stateDigest(system: System): string {
	return createHash('sha256').update(system.snapshot()).digest('hex').slice(0, 32);
}

/** Settings of the search for shorter schedules. */
export interface ShortenOptions {
	bounds: Bounds;
	merge: boolean;
	race: RaceCheck | undefined;
	/** Whether a shorter failure of another property will do as well. */
	any: boolean;
	tick(states: number, depth: number): boolean;
}

/** The shortest schedule for each property found broken, or the shortest failure of any, shortest first. */
export function shorten(
	system: System,
	found: readonly Finding[],
	{bounds, merge, race, any, tick}: ShortenOptions,
): Finding[] {
	if (found.some(({failure}) => failure.isLongRun)) return byLength(found);
	const best = new Map(found.map(finding => [finding.failure.property, finding]));
	const longest = found.reduce((most, finding) => Math.max(most, finding.schedule.length), 0);
	const wanted = new Set(best.keys());
	const result = breadthFirst(system, {
		bounds,
		merge,
		race,
		// Of several, some may have as many steps as the longest and not be known to be the shortest of their kind.
		maxDepth: longest - (found.length === 1 ? 1 : 0),
		edges: false,
		failed(failure, schedule) {
			const {property} = failure;
			// One state can break two properties: the first one counts.
			if (wanted.size === 0 || !(any || wanted.has(property))) return wanted.size === 0;
			if (any) best.clear();
			if (any) wanted.clear();
			wanted.delete(property);
			best.set(property, {failure, schedule, shortest: true, cycle: []});
			return wanted.size === 0;
		},
		tick,
	});
	const complete = result.ended === 'end';
	return byLength([...best.values()].map(finding => ({...finding, shortest: finding.shortest || complete})));
}

/** Findings by the number of their steps. */
export function byLength(findings: readonly Finding[]): Finding[] {
	return [...findings].sort((a, b) => a.schedule.length - b.schedule.length);
}

/** A livelock as a finding. */
export function livelockFinding({stem, cycle, processes}: Livelock): Finding {
	const failure = {
		property: 'livelock',
		process: processes[0] ?? 0,
		site: -1,
		text: `${whoGoes(processes)} go round for ever without getting on, ${cycle.length === 1 ? '1 step' : `${cycle.length} steps`} a round`,
	};
	return {failure, schedule: stem, shortest: true, cycle};
}

/** The process that a failure names is known; only others beside it need a number. */
function whoGoes(processes: readonly number[]): string {
	const others = processes.slice(1).map(process => `CPU ${process}`);
	return others.length === 0 ? 'can' : `and ${others.join(' and ')} can`;
}
