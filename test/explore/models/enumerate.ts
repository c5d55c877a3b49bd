/** The answers to a small system by plain means: every state in a map, every question asked of each. Shares nothing with the search. */

import type {RaceCheck} from '../../../source/explore/data-race.ts';
import type {PendingStep, System} from '../../../source/explore/system.ts';
import type {Schedule} from '../../../source/explore/trace.ts';

/** One step between two states. */
interface Edge {
	process: number;
	to: number;
	progress: boolean;
}

/** What there is to know. */
export interface Enumeration {
	states: number;
	transitions: number;
	/** Ends: states in which nobody steps but environment. */
	finals: number;
	deadlocks: number;
	properties: Set<string>;
	/** Whether a run can go on for ever without progress, fairly, and without environment; null of a system too large for so plain means. */
	livelock: boolean | null;
}

const mostForLivelock = 500;

/** Enumerates a system from its current state, where it is left. */
export function enumerateAll(system: System, race?: RaceCheck): Enumeration {
	const states = new Map<string, number>();
	const edges: Edge[][] = [];
	const ready: number[][] = [];
	const found = {finals: 0, deadlocks: 0, properties: new Set<string>()};
	/** States on the way, with the steps that are still to be taken from each. */
	const stack: {state: number; position: number; todo: Schedule[number][]}[] = [];
	/** Number of the current state; asks of a new one what there is to ask. */
	const visit = (): number => {
		const key = Buffer.from(system.snapshot()).toString('latin1');
		const known = states.get(key);
		if (known !== undefined) return known;
		const state = states.size;
		states.set(key, state);
		edges.push([]);
		const able = processesOf(system).filter(process => system.status(process) === 'ready');
		ready.push(able);
		if (race && racing(system, able, race)) found.properties.add('data-race');
		if (able.every(process => system.environment?.(process))) end();
		const todo = able.flatMap(process =>
			Array.from({length: system.pending(process).choices}, (_, choice) => ({process, choice})),
		);
		stack.push({state, position: system.position(), todo});
		return state;
	};
	const end = () => {
		found.finals++;
		const statuses = processesOf(system).map(process => system.status(process));
		if (statuses.includes('failed')) return;
		const stuck = statuses.some(
			(status, process) =>
				status === 'blocked' && !system.environment?.(process) && !system.mayWait?.(process),
		);
		if (stuck) found.deadlocks++;
		const failure = stuck ? null : system.finalFailure();
		if (stuck) found.properties.add('deadlock');
		if (failure) found.properties.add(failure.property);
	};
	visit();
	for (let top = stack.at(-1); top; top = stack.at(-1)) {
		system.rollback(top.position);
		const move = top.todo.pop();
		if (!move) {
			stack.pop();
			continue;
		}
		system.step(move.process, move.choice);
		const failure = system.failure();
		if (failure) found.properties.add(failure.property);
		const progress = system.progressed?.() ?? false;
		edges[top.state]?.push({process: move.process, progress, to: visit()});
	}
	const transitions = edges.reduce((sum, own) => sum + own.length, 0);
	const livelock = states.size > mostForLivelock ? null : hasLivelock(system, edges, ready);
	return {...found, states: states.size, transitions, livelock};
}

function processesOf(system: System): number[] {
	return Array.from({length: system.processes}, (_, process) => process);
}

function racing(system: System, able: readonly number[], race: RaceCheck): boolean {
	const accesses = able.map(process => system.pending(process)).filter(one => one.kind !== 'block');
	const bytesOf = (one: PendingStep) => Array.from({length: one.bytes}, (_, at) => one.address + at);
	return accesses.some((one, index) =>
		accesses.slice(index + 1).some(other => {
			const meet = bytesOf(one).some(byte => bytesOf(other).includes(byte));
			const writes = one.kind !== 'load' || other.kind !== 'load';
			return meet && writes && (race.isPlain(one.site) || race.isPlain(other.site));
		}),
	);
}

/** By the definition: some states that reach each other by steps of no environment and without progress, all fair. */
function hasLivelock(system: System, edges: readonly Edge[][], ready: readonly number[][]): boolean {
	const usable = edges.map(own => own.filter(one => !one.progress && !system.environment?.(one.process)));
	const reach = usable.map(own => {
		const seen = new Set(own.map(one => one.to));
		for (const state of seen) for (const one of usable[state] ?? []) seen.add(one.to);
		return seen;
	});
	return reach.some((seen, state) => {
		if (!seen.has(state)) return false;
		const component = [...seen].filter(other => reach[other]?.has(state));
		const steppers = new Set(
			component.flatMap(from =>
				(usable[from] ?? []).filter(one => component.includes(one.to)).map(one => one.process),
			),
		);
		return processesOf(system).every(
			process =>
				system.environment?.(process) ||
				steppers.has(process) ||
				component.some(from => !ready[from]?.includes(process)),
		);
	});
}
