/**
 * A program for a real terminal: the UI on made-up machines that race, with an explorer that takes its time over each case. It ends as the
 * UI does, and says on standard error whether a run was abandoned.
 */
import {setTimeout as sleep} from 'node:timers/promises';
import type {RunCases} from '../../../source/explore/run-cases.ts';
import {runTui} from '../../../source/ui/run-tui.tsx';
import {createFakeExplore, fakeReport} from './fake-explore.ts';
import {createFakeSession, fakePrograms} from './fake-session.ts';

/** Milliseconds for each case: long enough to see them come one by one. */
const caseMilliseconds = 60;

const session = createFakeSession();
const [first] = session.fakes;
if (first !== undefined) first.counters = {stale_uses: 1234};
const race = setInterval(() => session.advance(1), 250);

let abandoned = 0;

const run: RunCases = async (jobs, {report, progress, signal}) => {
	const reports = [];
	for (const job of jobs) {
		const {scenario, arch, variant} = job;
		const state = {pass: 'walk', states: 1234, rate: 50_000, depth: 17, left: 12, secondsLeft: null} as const;
		progress({scenario, arch, variant, ...state}, reports.length);
		await sleep(caseMilliseconds);
		if (signal.aborted) {
			abandoned++;
			break;
		}
		reports.push(fakeReport(job));
		report(fakeReport(job));
	}
	return reports;
};

const status = await runTui({
	session,
	programs: fakePrograms,
	explore: createFakeExplore({run}).choice,
	ascii: process.argv.includes('--ascii'),
});
clearInterval(race);
await sleep(2 * caseMilliseconds);
process.stdout.write(`abandoned ${abandoned}\n`);
process.exitCode = status;
