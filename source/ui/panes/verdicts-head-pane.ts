/** The two lines above the list of cases: which machine is explored with what the marks mean, and how far it is. */
import type {CaseProgress, CaseReport} from '../../explore/case.ts';
import type {Judge} from '../../report/explore-judgement.ts';
import {summaryText} from '../../report/explore-summary.ts';
import {unique} from '../../report/explore-words.ts';
import {comparisonOf, reportsOf, type Verdicts} from '../model/verdicts.ts';
import {paint} from '../screen/sgr.ts';
import {formatCount} from '../text/numbers.ts';
import {fit, printable} from '../text/visible.ts';
import {type Look, titleLine} from './look.ts';

/** The pane's rows. */
export const verdictsHeadPane = (verdicts: Verdicts, width: number, look: Look): string[] => {
	const {machine} = verdicts;
	const reports = reportsOf(verdicts);
	return [
		titleLine(
			`verdicts ${printable(machine.arch)} ${printable(machine.variant)}`,
			legend(reports, comparisonOf(verdicts).judge),
			width,
			look,
		),
		fit(statusText(verdicts, look), width, look.glyphs.ellipsis),
	];
};

/** `= as expected  ! not`, of the marks that there are. */
const legend = (reports: readonly CaseReport[], judge: Judge): string =>
	unique(reports.map(report => judge(report)).map(({mark, noun}) => `${mark} ${noun}`)).join('  ');

const statusText = (verdicts: Verdicts, {theme, glyphs}: Look): string => {
	const {status, rows} = verdicts;
	const reports = reportsOf(verdicts);
	switch (status.kind) {
		case 'running': {
			const banner = paint(theme.banner, ` EXPLORING ${reports.length}/${rows.length} `);
			return `${banner} ${progressText(verdicts, status.progress)}`;
		}
		case 'failed': {
			const words = `${glyphs.bad} exploring failed after ${reports.length} of ${rows.length} cases`;
			return paint(theme.bad, `${words}: ${printable(status.reason)}`);
		}
		case 'done': {
			const comparison = comparisonOf(verdicts);
			const isUnexpected = reports.some(report => comparison.judge(report).counts);
			return paint(isUnexpected ? theme.bad : '', summaryText(reports, comparison));
		}
	}
};

/** What a search does beside walking all states. */
const passes: Record<CaseProgress['pass'], string> = {
	walk: '',
	shorten: ', looking for a shorter trace',
	livelock: ', looking for livelocks',
	simulate: ', random schedules',
};

/** What is searched; where cases are over before they tell how far they are, how fast it goes on the whole. */
const progressText = (verdicts: Verdicts, progress: CaseProgress | null): string => {
	const reports = reportsOf(verdicts);
	if (progress !== null && !reports.some(report => report.scenario === progress.scenario)) {
		const {scenario, states, rate, pass} = progress;
		return `${printable(scenario)}: ${speedText(states, rate)}${passes[pass]}`;
	}
	if (reports.length === 0) return 'starting';
	const states = reports.reduce((sum, report) => sum + report.states, 0);
	const seconds = reports.reduce((sum, report) => sum + report.seconds, 0);
	return `in all ${speedText(states, states / Math.max(seconds, 0.001))}`;
};

const speedText = (states: number, rate: number): string =>
	`${formatCount(states)} states, ${formatCount(rate)} states/s`;
