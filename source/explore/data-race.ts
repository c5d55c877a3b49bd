/**
 * Data races, as the kernel's concurrency sanitizer would say: a state in which the next steps of two processes touch a byte in
 * common, at least one of them writes it, and at least one is a *plain* access, which the compiler may tear, repeat or leave out.
 * Both orders of the two may be harmless; that they meet at all is the finding.
 *
 * It is a question to a state, not to a step, so it is asked in every state that a search visits. Searches without
 * reduction and with sleep sets visit every state; persistent sets leave states out, but never the last one of a race:
 * `reduction.ts`, 6. Steps of several accesses at once (`block`) are not looked at: nothing can come between those.
 */

import type {Failure, System} from './system.ts';

/** What the check needs to know of the program. */
export interface RaceCheck {
	/** Whether the access of that site is a plain one: neither atomic nor marked by `READ_ONCE`, `WRITE_ONCE` and their like. */
	isPlain(site: number): boolean;
}

/** One side of a race: what a process is about to do. */
export interface RacingAccess {
	process: number;
	site: number;
	kind: 'load' | 'store' | 'update';
	address: number;
	bytes: number;
	plain: boolean;
}

/** Two accesses that meet. `plain` is a plain one (of two, that of the process with the lower number). */
export interface DataRace {
	plain: RacingAccess;
	other: RacingAccess;
}

/** A race in the system's current state, the first one by the processes' numbers; null if there is none. `ready`: who can step. */
export function findRace(system: System, ready: number, {isPlain}: RaceCheck): DataRace | null {
	if ((ready & (ready - 1)) === 0) return null;
	const accesses: RacingAccess[] = [];
	for (let rest = ready; rest !== 0; rest &= rest - 1) {
		const process = 31 - Math.clz32(rest & -rest);
		const {kind, address, bytes, site} = system.pending(process);
		if (kind !== 'load' && kind !== 'store' && kind !== 'update') continue;
		for (const one of accesses) {
			if (kind === 'load' && one.kind === 'load') continue;
			if (one.address >= address + bytes || address >= one.address + one.bytes) continue;
			one.plain = isPlain(one.site);
			const other = {process, kind, address, bytes, site, plain: isPlain(site)};
			if (one.plain) return {plain: one, other};
			if (other.plain) return {plain: other, other: one};
		}
		accesses.push({process, kind, address, bytes, site, plain: false});
	}
	return null;
}

/** The race in the system's current state as a failure of the process whose access is plain; null without one or without a check. */
export function raceFailure(system: System, ready: number, check: RaceCheck | undefined): Failure | null {
	const race = check && findRace(system, ready, check);
	if (!race) return null;
	const {plain, other} = race;
	const how = other.plain ? 'plain' : 'marked';
	const from = Math.max(plain.address, other.address);
	const count = Math.min(plain.address + plain.bytes, other.address + other.bytes) - from;
	const place = `${count} ${count === 1 ? 'byte' : 'bytes'} at 0x${from.toString(16)}`;
	return {
		property: 'data-race',
		process: plain.process,
		site: plain.site,
		text: `the plain ${plain.kind} of process ${plain.process} races with the ${how} ${other.kind} of process ${other.process}: ${place}`,
	};
}
