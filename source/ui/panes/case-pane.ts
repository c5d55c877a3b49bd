/**
 * A case with its trace, a column for each CPU where there is room: beside the list as much as fits, and in full over the whole screen,
 * where the names of the columns stay in sight while the steps are scrolled.
 */
import type {CaseReport} from '../../explore/case.ts';
import {byHistory} from '../../report/explore-judgement.ts';
import {traceLines} from '../../report/explore-trace.ts';
import type {CaseRow, Verdicts} from '../model/verdicts.ts';
import type {ExploreChoice} from '../options.ts';
import {paint} from '../screen/sgr.ts';
import {fit, printable, visibleWidth} from '../text/visible.ts';
import {caseLines} from './case-text.ts';
import {inSigns, type Look, titleLine} from './look.ts';

/** All lines of a case, and where the names of the columns stand in them. */
export interface CaseText {
	/** Styled, at most as wide as was asked for. */
	lines: readonly string[];
	/** First line of the names of the columns, and how many lines they are; 0 lines without a trace. */
	header: {at: number; length: number};
}

/** Lines of a case that are shown at a time in a terminal of that height. */
export const caseCoverRoom = ({rows}: {rows: number}): number => Math.max(0, rows - 3);

/** The pane's rows: title, then lines from `top` on. */
export const caseCover = (
	text: CaseText,
	row: CaseRow,
	top: number,
	width: number,
	height: number,
	look: Look,
): string[] => {
	const {lines, header} = text;
	const room = Math.max(0, height - 1);
	const first = Math.max(0, Math.min(top, lines.length - room));
	const rest = lines.length - first - room;
	const remark = rest > 0 ? `${rest} more lines: PgDn` : first > 0 ? 'the end' : '';
	const shown = lines.slice(first, first + room);
	// What is under the names has been scrolled away.
	if (first > header.at) {
		for (let line = 0; line < header.length && line < room; line++)
			shown[line] = lines[header.at + line] ?? '';
	}
	return [
		titleLine(`${printable(row.scenario.id)} ${row.scenario.claims.join(' ')}`, remark, width, look),
		...Array.from({length: room}, (_, line) => fit(shown[line] ?? '', width, look.glyphs.ellipsis)),
	];
};

/**
 * The case under the cursor, title first: its sentences, then as much of its trace as there is room for. The last row says how to see the rest.
 */
export const casePane = (
	row: CaseRow,
	verdicts: Verdicts,
	explore: ExploreChoice | null,
	width: number,
	height: number,
	look: Look,
): string[] => {
	const {scenario, report} = row;
	const title = titleLine(printable(scenario.id), scenario.claims.join(' '), width, look);
	const {found, covered, checked} = caseLines(row, verdicts, width, look);
	const {lines: trace} = traceText(row, explore, width, look);
	const lines = [...found, ...covered, ...(trace.length === 0 ? checked : ['', ...trace])];
	const room = Math.max(0, height - 1);
	const shown = lines.slice(0, room);
	if (lines.length > room && room > 0 && report !== null)
		shown[room - 1] = paint(look.theme.faint, ` ${lines.length - room + 1} more lines: enter`);
	const rows = Array.from({length: room}, (_, index) => fit(shown[index] ?? '', width, look.glyphs.ellipsis));
	return [title, ...rows].slice(0, height);
};

/** All that is known of a case, at a width. What was covered comes after the trace, so that its steps are seen at once. */
export const caseText = (
	row: CaseRow,
	verdicts: Verdicts,
	explore: ExploreChoice | null,
	width: number,
	look: Look,
): CaseText => {
	const {found, covered, checked} = caseLines(row, verdicts, width, look);
	const {lines, header} = traceText(row, explore, width, look);
	if (lines.length === 0) return {lines: [...found, ...covered, ...checked], header};
	return {
		lines: [...found, '', ...lines, '', ...covered, ...checked],
		header: {at: found.length + 1 + header.at, length: header.length},
	};
};

interface Kept {
	width: number;
	look: Look;
	text: CaseText;
}

/** The trace of a report for the width it was last shown at: it is long, and asked for at every look at the machines. */
const kept = new WeakMap<CaseReport, Kept>();

const noTrace: CaseText = {lines: [], header: {at: 0, length: 0}};

/** The names of the columns, every step, what is wrong at the end and how to see it again; no lines where there is no trace. */
const traceText = ({report}: CaseRow, explore: ExploreChoice | null, width: number, look: Look): CaseText => {
	if (report === null || report.trace.length + report.cycle.length === 0) return noTrace;
	const known = kept.get(report);
	if (known !== undefined && known.width === width && known.look === look) return known.text;
	const all = traceLines(report, {
		judge: byHistory.judge,
		sourceText: explore?.sourceText?.(report) ?? (() => null),
		replay: found => explore?.replay?.(found) ?? null,
		width,
	});
	// The paragraph above the names has been said.
	const lines = all
		.slice(all.indexOf('') + 1)
		.flatMap(line => hardWrapped(inSigns(printable(line), look), width));
	// Up to the first step.
	const header = {
		at: 0,
		length: Math.max(
			0,
			lines.findIndex(line => /^[/| ]*1(?: |$)/.test(line)),
		),
	};
	const text = {lines: lines.map((line, index) => styled(line, index < header.length, look)), header};
	kept.set(report, {width, look, text});
	return text;
};

const styled = (line: string, isHeader: boolean, {theme}: Look): string => {
	if (isHeader) return paint(theme.title, line);
	return line.includes('!! ') ? paint(theme.bad, line) : line;
};

/** A line that is too long, such as a command with its token, goes on in the next one. */
const hardWrapped = (line: string, width: number): string[] => {
	if (visibleWidth(line) <= width) return [line];
	return Array.from({length: Math.ceil(line.length / width)}, (_, part) =>
		line.slice(part * width, (part + 1) * width),
	);
};
