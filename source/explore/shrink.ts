/**
 * Shorter schedules for a failure that chance found. Steps are dropped and the rest is taken as far as it goes, again and again,
 * until no step can be missed. What comes out breaks the same property and was replayed; it need not be the shortest there is.
 */

import {type RaceCheck, raceFailure} from './data-race.ts';
import {endFailure, obligedMask, readyMask} from './outcome.ts';
import type {Failure, System} from './system.ts';
import {type Move, replay, type Schedule} from './trace.ts';

/** Settings; none is needed. */
export interface ShrinkOptions {
	/** Most schedules tried. Default 2,000. */
	tries?: number;
	/** As in the simulation that found the failure. */
	race?: RaceCheck | undefined;
}

/** A shorter schedule. `failure` is what replaying it shows. */
export interface Shrunk {
	schedule: Schedule;
	failure: Failure;
	/** Schedules tried. */
	tries: number;
	/** Whether every step was tried to be dropped, and none can be. */
	complete: boolean;
}

const defaultTries = 2_000;

/**
 * Shortens a schedule that breaks a property, from the system's current state, and leaves the system there. Throws when replaying the
 * schedule does not break the property.
 */
export function shrink(
	system: System,
	schedule: Schedule,
	property: string,
	{tries: most = defaultTries, race}: ShrinkOptions = {},
): Shrunk {
	const start = system.position();
	const again = replay(system, schedule, {race});
	system.rollback(start);
	const first = again.end === 'complete' && again.failures.find(one => one.property === property);
	if (!first) {
		throw new Error(`the schedule does not break '${property}' when it is replayed`);
	}
	let best = {schedule, failure: first};
	let tries = 0;
	const attempt = (moves: Schedule): boolean => {
		tries++;
		const found = runInto(system, moves, property, race);
		system.rollback(start);
		if (!found || found.schedule.length >= best.schedule.length) return false;
		best = found;
		return true;
	};
	// Large pieces first: most of a random run is beside the point.
	let piece = Math.max(1, Math.floor(schedule.length / 2));
	let complete = false;
	while (!complete && tries < most) {
		let dropped = false;
		for (let at = 0; at < best.schedule.length && tries < most; ) {
			const rest = [...best.schedule.slice(0, at), ...best.schedule.slice(at + piece)];
			if (attempt(rest)) dropped = true;
			else at += piece;
		}
		complete = !dropped && piece === 1 && tries < most;
		if (!dropped && piece > 1) piece = Math.floor(piece / 2);
	}
	const check = replay(system, best.schedule, {race});
	system.rollback(start);
	const failure = check.end === 'complete' && check.failures.find(one => one.property === property);
	if (!failure) {
		throw new Error(`the shortened schedule does not break '${property}' when it is replayed`);
	}
	return {schedule: best.schedule, failure, tries, complete};
}

/** Takes the moves that are possible, in their order, until the property breaks: the steps taken, or null if it does not. */
function runInto(
	system: System,
	moves: Schedule,
	property: string,
	race: RaceCheck | undefined,
): {schedule: Schedule; failure: Failure} | null {
	const obliged = obligedMask(system);
	const taken: Move[] = [];
	for (let next = 0; ; next++) {
		const stepped = system.failure();
		const failure = stepped?.property === property ? stepped : failureHere(system, obliged, property, race);
		if (failure) return {schedule: taken, failure};
		// Another property broken by a step is another bug.
		if (stepped && taken.length > 0) return null;
		next = nextPossible(system, moves, next);
		if (next < 0) return null;
		const {process, choice} = moves[next] as Move;
		system.step(process, choice);
		taken.push({process, choice});
	}
}

/** What is wrong with the state, if it breaks the property. */
function failureHere(
	system: System,
	obliged: number,
	property: string,
	race: RaceCheck | undefined,
): Failure | null {
	const ready = readyMask(system);
	const racing = raceFailure(system, ready, race);
	if (racing?.property === property) return racing;
	const end = (ready & obliged) === 0 ? endFailure(system) : null;
	return end?.property === property ? end : null;
}

/** Index of the first move from `from` on that is possible, or -1. */
function nextPossible(system: System, moves: Schedule, from: number): number {
	for (let at = from; at < moves.length; at++) {
		const {process, choice} = moves[at] as Move;
		if (system.status(process) === 'ready' && choice < system.pending(process).choices) return at;
	}
	return -1;
}
