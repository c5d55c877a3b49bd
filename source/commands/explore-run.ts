/** Runs cases group by group, shows how far it is, and keeps what is finished when the user interrupts. */
import type {CaseJob, CaseReport} from '../explore/case.ts';
import type {RunCases} from '../explore/run-cases.ts';
import {caseKey, caseText} from '../report/explore-words.ts';
import type {Context} from './context.ts';
import {createProgress} from './explore-progress.ts';

/** Cases that one function runs. */
export interface CaseGroup {
	run: RunCases;
	jobs: readonly CaseJob[];
}

export interface RunGroupsOptions {
	signal: AbortSignal;
	/** Worker threads. */
	threads: number;
	/** Progress also off a terminal. */
	progress: boolean;
	/** Completes a report with what the runner does not know. */
	complete: (report: CaseReport) => CaseReport;
}

/**
 * The reports in the order of the jobs. After an interrupt those that are finished; otherwise rejects when one is missing, or
 * with what made a runner reject.
 */
export async function runGroups(
	context: Context,
	groups: readonly CaseGroup[],
	{signal, threads, progress, complete}: RunGroupsOptions,
): Promise<CaseReport[]> {
	const display = createProgress(context, progress);
	const reports = new Map<string, CaseReport>();
	const jobs = groups.flatMap(group => group.jobs);
	const add = (report: CaseReport) => reports.set(caseKey(report), complete(report));
	try {
		for (const group of groups) {
			if (signal.aborted || group.jobs.length === 0) {
				continue;
			}

			const before = reports.size;
			const found = await group.run(group.jobs, {
				report: add,
				progress: (state, done) => display.show(state, {done: before + done, total: jobs.length}),
				signal,
				jobs: threads,
			});
			for (const report of found) {
				add(report);
			}
		}
	} catch (error) {
		// What an interrupt breaks off may fail; that is no news.
		if (!signal.aborted) {
			throw error;
		}
	} finally {
		display.clear();
	}

	if (signal.aborted && reports.size < jobs.length) {
		context.stderr.write(`ptelab: interrupted: ${reports.size} of ${jobs.length} cases are finished\n`);
	}

	const missing = jobs.find(job => !reports.has(caseKey(job)));
	if (missing !== undefined && !signal.aborted) {
		throw new Error(`the explorer gave no report of ${caseText(missing)}`);
	}

	return jobs.flatMap(job => reports.get(caseKey(job)) ?? []);
}
