/** One race off the terminal UI: start, wait, pause, read, stop. */
import type {Session} from '../machine/lab.ts';
import {type RaceResult, raceResult} from '../report/race-result.ts';
import type {Context} from './context.ts';
import type {Plan} from './session-options.ts';

/**
 * Lets machines run for `seconds` (or until the signal is aborted), checks their books and reads them. The session is stopped
 * in every case. Rejects when it does not start.
 */
export async function runRace(
	context: Context,
	{options, startSession}: Pick<Plan, 'options' | 'startSession'>,
	seconds: number,
	signal: AbortSignal,
): Promise<RaceResult[]> {
	const session = await startSession(options);
	try {
		await context.wait(seconds * 1000, signal);
		await pauseQuietly(session);
		return session.machines().map(machine => raceResult(machine));
	} finally {
		await session.stop();
	}
}

/** A machine that does not stand still says so in its own snapshot (`failed`), so the rejection adds nothing. */
async function pauseQuietly(session: Session): Promise<void> {
	try {
		await session.pause();
	} catch (error) {
		if (!session.machines().some(machine => machine.snapshot().failure !== null)) {
			throw error;
		}
	}
}
