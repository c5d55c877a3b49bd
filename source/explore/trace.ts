/**
 * Schedules: which process stepped and which way, from the initial state on. A schedule is the whole of a counterexample;
 * it fits into a short token that can be pasted, and replaying it says where it parts from the system if that changed.
 */

import {createHash} from 'node:crypto';
import {type RaceCheck, raceFailure} from './data-race.ts';
import {endFailure, obligedMask, readyMask} from './outcome.ts';
import type {Failure, System} from './system.ts';

/** One step of a schedule. */
export interface Move {
	readonly process: number;
	readonly choice: number;
}

/** Steps in order from the initial state. */
export type Schedule = readonly Move[];

/** What a replay came to. `parted`: the move at this index was not possible, the system stands before it. */
export type ReplayResult =
	| {
			end: 'complete';
			steps: number;
			/** The first of `failures`. */
			failure: Failure | null;
			/** What the steps broke, in their order, then what is wrong with the state they lead to. */
			failures: readonly Failure[];
	  }
	| {end: 'parted'; steps: number; reason: string};

/** A move in one word: choice times 32 plus process. */
export function packMove(process: number, choice: number): number {
	return choice * 32 + process;
}

/** Moves by their words: a search that keeps a path to each of many states keeps every move once. */
const moves: Move[] = [];
const mostMoves = 0x4000;

/** The move of a word made by `packMove`. */
export function unpackMove(word: number): Move {
	const known = moves[word];
	if (known) return known;
	const move = {process: word % 32, choice: Math.floor(word / 32)};
	if (word < mostMoves) moves[word] = move;
	return move;
}

/**
 * Takes a schedule's steps from the system's current state, which should be the initial one, and leaves the system after
 * them. What is wrong with the last state: accesses that race, if they are looked for, and an end that is no proper one.
 */
export function replay(
	system: System,
	schedule: Schedule,
	checks: {race?: RaceCheck | undefined} = {},
): ReplayResult {
	const failures: Failure[] = [];
	const note = (failure: Failure | null) => {
		if (failure) failures.push(failure);
	};
	note(system.failure());
	for (const [steps, move] of schedule.entries()) {
		const reason = impossible(system, move);
		if (reason) return {end: 'parted', steps, reason};
		system.step(move.process, move.choice);
		note(system.failure());
	}
	const ready = readyMask(system);
	note(raceFailure(system, ready, checks.race));
	if ((ready & obligedMask(system)) === 0) note(endFailure(system));
	return {end: 'complete', steps: schedule.length, failure: failures[0] ?? null, failures};
}

function impossible(system: System, {process, choice}: Move): string | null {
	if (process >= system.processes) return `there is no process ${process}, only ${system.processes}`;
	const status = system.status(process);
	if (status !== 'ready') return `process ${process} is ${status} here`;
	const {choices} = system.pending(process);
	return choice < choices ? null : `process ${process} has ${choices} ways to go on here, not ${choice + 1}`;
}

const version = 1;
const idBytes = 6;
const sumBytes = 2;

/** A schedule as a token: version, scenario, moves, checksum, in base64url. A move takes a byte as a rule. */
export function encodeToken(scenario: string, schedule: Schedule): string {
	const processes = schedule.reduce((most, move) => Math.max(most, move.process + 1), 1);
	const body = [version, ...digest(Buffer.from(scenario), idBytes), processes];
	for (const {process, choice} of schedule) {
		let rest = choice * processes + process;
		for (; rest >= 128; rest = Math.floor(rest / 128)) body.push(128 + (rest % 128));
		body.push(rest);
	}
	return Buffer.from([...body, ...digest(Buffer.from(body), sumBytes)]).toString('base64url');
}

/** The schedule of a token made for this scenario. Throws an error that says what is wrong with it. */
export function decodeToken(scenario: string, token: string): Schedule {
	if (!/^[\w-]+$/.test(token))
		throw new Error('the replay token has characters that no token has; copy it again');
	const bytes = Buffer.from(token, 'base64url');
	const body = bytes.subarray(0, bytes.length - sumBytes);
	if (body.length < 2 + idBytes || !digest(body, sumBytes).equals(bytes.subarray(body.length))) {
		throw new Error('the replay token is cut short or mistyped; copy it again');
	}
	if (body[0] !== version) {
		throw new Error(`the replay token has version ${body[0]}, this program reads version ${version}`);
	}
	if (!digest(Buffer.from(scenario), idBytes).equals(body.subarray(1, 1 + idBytes))) {
		throw new Error(`the replay token was made for another scenario than ${scenario}`);
	}
	const processes = body[1 + idBytes] ?? 1;
	const schedule: Move[] = [];
	let value = 0;
	let scale = 1;
	for (const byte of body.subarray(2 + idBytes)) {
		value += (byte % 128) * scale;
		scale *= 128;
		if (byte >= 128) continue;
		schedule.push({process: value % processes, choice: Math.floor(value / processes)});
		value = 0;
		scale = 1;
	}
	return schedule;
}

function digest(bytes: Uint8Array, length: number): Buffer {
	return createHash('sha256').update(bytes).digest().subarray(0, length);
}
