/**
 * What a state is to a search: who can step, whether it is an end, and if so whether a proper one.
 *
 * An *end* is a state in which no process other than environment can step. Nothing obliges environment to act, so a run may
 * stay there for ever, and what must hold at the end must hold there; what environment can still do is searched all the same.
 */

import type {Failure, System} from './system.ts';

/** Processes a search can tell apart: they are bits of one number. */
export const mostProcesses = 30;

/** The processes that can step, as a bit each. */
export function readyMask(system: System): number {
	let ready = 0;
	for (let process = 0; process < system.processes; process++) {
		if (system.status(process) === 'ready') ready |= 1 << process;
	}
	return ready;
}

/** The processes other than environment, as a bit each. A state is an end where none of them can step. */
export function obligedMask(system: System): number {
	let mask = 0;
	for (let process = 0; process < system.processes; process++) {
		if (!system.environment?.(process)) mask |= 1 << process;
	}
	return mask;
}

/**
 * What is wrong with an end: `deadlock` when a process waits that may not wait for ever, else what the system's own final check
 * says. After a process failed, nothing more is asked of the end: the failure is the finding.
 */
export function endFailure(system: System): Failure | null {
	let waiting = -1;
	for (let process = 0; process < system.processes; process++) {
		const status = system.status(process);
		if (status === 'failed') return null;
		if (status === 'blocked' && waiting < 0 && !mayWait(system, process)) waiting = process;
	}
	if (waiting < 0) return system.finalFailure();
	return {
		property: 'deadlock',
		process: waiting,
		site: system.pending(waiting).site,
		text: 'waits for a change that nobody is left to make',
	};
}

function mayWait(system: System, process: number): boolean {
	return (system.environment?.(process) || system.mayWait?.(process)) ?? false;
}

/** Throws for a system with more processes than a search can tell apart. */
export function checkProcesses(system: System): void {
	if (system.processes > mostProcesses) {
		throw new RangeError(
			`${system.processes} processes are too many to search; at most ${mostProcesses}, use fewer or simulate`,
		);
	}
}
