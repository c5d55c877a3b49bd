/** How whoever shows cases has them run. */
import type {CaseJob, CaseProgress, CaseReport} from './case.ts';

export interface RunHooks {
	/** A case is finished. Called once for each job, in any order. */
	report(report: CaseReport): void;
	/**
	 * How far a case is; some times a second.
	 *
	 * @param done Finished cases of this call.
	 */
	progress(progress: CaseProgress, done: number): void;
	/** Ends the run: cases that are not finished by then are left out. */
	signal: AbortSignal;
	/** Worker threads. */
	jobs: number;
}

/**
 * Runs cases and resolves with their reports once all are finished, or with those there are when the signal is aborted. A case that cannot
 * be run, also for a replay token that is not its own, ends as a report with `error`. The report of a replay has all the steps
 * that were taken as its trace, and says in `text` how it ended: in which failure, or at which step it parted and why. What history
 * expects (`expected`, `reference`, `claims`) is filled in by the caller.
 */
export type RunCases = (jobs: readonly CaseJob[], hooks: RunHooks) => Promise<CaseReport[]>;
