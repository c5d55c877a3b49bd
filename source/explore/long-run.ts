/**
 * A process that goes on and on by itself through states that never come back, such as one that counts for ever. No search comes to
 * the end of that, so after so many steps in a row it is taken for an endless loop, as `turnsPerStep` does within a step.
 */
import type {Failure, System} from './system.ts';
import type {Schedule} from './trace.ts';

/** So many visible steps in a row no kernel function takes. */
export const longRun = 10_000;

/** Steps of the run that a trace shows. */
const shownSteps = 12;

/** The failure of a process that has taken `longRun` steps in a row. */
export function longRunFailure(process: number): Failure {
	return {
		property: 'endless-loop',
		process,
		site: -1,
		text: `goes on and on: ${longRun} steps in a row, each to a new state`,
		isLongRun: true,
	};
}

/** The schedule up to the run and its first steps: from there on it needs nobody's choice. */
export function cutLongRun(schedule: Schedule): Schedule {
	const process = schedule.at(-1)?.process;
	return schedule.slice(0, schedule.findLastIndex(move => move.process !== process) + 1 + shownSteps);
}

/** Whether the process would take `longRun` more steps by itself. Leaves the system where it was. */
export function isLongRun(system: System, process: number): boolean {
	const start = system.position();
	let steps = 0;
	while (steps < longRun && system.status(process) === 'ready' && system.failure() === null) {
		system.step(process, 0);
		steps++;
	}

	system.rollback(start);
	return steps === longRun;
}
