/** What a state is to a search: who can step, and, where nobody can, whether that is a proper end. */

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

/**
 * What is wrong with a state in which nobody can step: `deadlock` when a process (other than environment) waits, else what
 * the system's own final check says. After a process failed, nothing more is asked of the end: the failure is the finding.
 */
export function endFailure(system: System): Failure | null {
	let waiting = -1;
	for (let process = 0; process < system.processes; process++) {
		const status = system.status(process);
		if (status === 'failed') return null;
		if (status === 'blocked' && waiting < 0 && !system.environment?.(process)) waiting = process;
	}
	if (waiting < 0) return system.finalFailure();
	return {
		property: 'deadlock',
		process: waiting,
		site: system.pending(waiting).site,
		text: `process ${waiting} waits for a change that nobody is left to make`,
	};
}

/** Throws for a system with more processes than a search can tell apart. */
export function checkProcesses(system: System): void {
	if (system.processes > mostProcesses) {
		throw new RangeError(
			`${system.processes} processes are too many to search; at most ${mostProcesses}, use fewer or simulate`,
		);
	}
}
