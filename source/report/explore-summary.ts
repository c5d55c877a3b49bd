/** What stands around the tables of explored cases: the count of all, the legend of the marks, the cases to look at. */
import type {CaseReport} from '../explore/case.ts';
import type {Comparison, Judge, Judgement, JudgementKind} from './explore-judgement.ts';
import {foundText, oneLine, unique} from './explore-words.ts';
import {secondsText, shortNumber} from './numbers.ts';

/** `12 cases: 9 as expected, 1 not, 2 open, 0 bounded. 1.23M states, 4.56M transitions, 4.5 s of search.` */
export function summaryText(reports: readonly CaseReport[], {judge, against, nouns}: Comparison): string {
	const counts = new Map<string, number>(nouns.map(noun => [noun, 0]));
	for (const report of reports) {
		const {noun} = judge(report);
		counts.set(noun, (counts.get(noun) ?? 0) + 1);
	}

	const sum = (value: (report: CaseReport) => number) =>
		reports.reduce((total, report) => total + value(report), 0);
	const parts = [...counts].map(([noun, count]) => `${count} ${noun}`);
	const what = `${reports.length} ${reports.length === 1 ? 'case' : 'cases'}${against}`;
	return [
		`${what}: ${parts.join(', ')}.`,
		`${shortNumber(sum(report => report.states))} states,`,
		`${shortNumber(sum(report => report.transitions))} transitions,`,
		`${secondsText(sum(report => report.seconds))} of search.`,
	].join(' ');
}

/** `Marks: = as history expects; ! NOT as history expects.`, of the marks that these cases have. */
export function legendText(reports: readonly CaseReport[], judge: Judge): string {
	const entries = reports.map(report => judge(report)).map(({mark, legend}) => `${mark} ${legend}`);
	return `Marks: ${unique(entries).join('; ')}.`;
}

/** Headings of the cases that are named one by one, by what was made of them. */
const headings: Partial<Record<JudgementKind, string>> = {
	failed: 'Could not be run:',
	unexpected: 'Not as history expects:',
	broken: 'Broken:',
	otherwise: 'Broken in another way:',
	mended: 'Mended:',
	open: 'Open in history:',
	bounded: 'Not decided:',
};

/** Cases of which the same is to be told. */
export interface NoteGroup {
	/** Ends in a colon. */
	heading: string;
	notes: {mark: string; text: string}[];
}

/**
 * The cases to be looked at, by what was made of them. Architectures of which the same is to be said share a note. Cases that are `same`
 * are told only when they count.
 */
export function noteGroups(reports: readonly CaseReport[], judge: Judge): NoteGroup[] {
	const judged = reports.map(report => ({report, judgement: judge(report)}));
	const chosen = (heading: string, isChosen: (judgement: Judgement) => boolean): NoteGroup => ({
		heading,
		notes: joinedNotes(judged.filter(({judgement}) => isChosen(judgement))),
	});
	return [
		...Object.entries(headings).map(([kind, heading]) =>
			chosen(heading, judgement => judgement.kind === kind),
		),
		chosen('Violated as the base, and told so by --strict:', ({kind, counts}) => kind === 'same' && counts),
	].filter(group => group.notes.length > 0);
}

function joinedNotes(judged: readonly {report: CaseReport; judgement: Judgement}[]): NoteGroup['notes'] {
	const groups = new Map<string, {name: string; archs: string[]; mark: string; rest: string}>();
	for (const {report, judgement} of judged) {
		const {scenario, variant, arch} = report;
		const name = `${scenario}, ${variant}`;
		const rest = `${noteText(report)}${judgement.text === '' ? '' : `, ${judgement.text}`}`;
		const key = JSON.stringify([name, judgement.mark, rest]);
		const group = groups.get(key) ?? {name, archs: [], mark: judgement.mark, rest};
		groups.set(key, group);
		group.archs.push(arch);
	}

	return [...groups.values()].map(({name, archs, mark, rest}) => ({
		mark,
		text: `${name} on ${archs.join(', ')}: ${rest}`,
	}));
}

/** States differ from architecture to architecture, which is no reason to say all the rest again. */
function noteText(report: CaseReport): string {
	if (report.error !== null || report.verdict !== 'bounded') {
		return foundText(report);
	}

	const text = oneLine(report.text);
	return `bounded, limit: ${report.limit ?? 'not named'}${text === '' ? '' : `. ${text}`}`;
}
