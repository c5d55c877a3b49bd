/**
 * The verdicts as tables of cells such as `= holds`. Many cases make a matrix: a row for each scenario, a column for each variant; a
 * scenario has a row for each group of architectures that agree on every variant. With one variant the columns
 * are architectures. Few cases make a list, which says more of each.
 */
import type {CaseReport} from '../explore/case.ts';
import type {Comparison, Judge} from './explore-judgement.ts';
import {caseKey, foundWord, unique} from './explore-words.ts';
import {secondsText, shortNumber} from './numbers.ts';
import type {Column, Table} from './table.ts';
import {foldText} from './words.ts';

/** Most cases of a list. */
export const longestList = 12;

/** Where a case is not among the reports. */
const absent = '-';

/** Most characters of the first column for names of architectures; scenarios are never folded. */
const archsWidth = 32;

interface Row {
	label: string;
	cells: string[];
	/** Whether a case of it counts. */
	counts: boolean;
}

/** The cells of one row, given what is in each column; null where there is no such case. */
type Cells = (reports: readonly (CaseReport | null)[]) => Pick<Row, 'cells' | 'counts'>;

/** The matrix. Rows with a case that counts are emphasised. */
export function matrixTable(reports: readonly CaseReport[], judge: Judge): Table {
	const scenarios = unique(reports.map(report => report.scenario));
	const archs = unique(reports.map(report => report.arch));
	const variants = unique(reports.map(report => report.variant));
	const byKey = new Map(reports.map(report => [caseKey(report), report]));
	const at = (scenario: string, arch: string, variant: string) =>
		byKey.get(caseKey({scenario, arch, variant})) ?? null;
	const cells: Cells = found => ({
		cells: found.map(report => (report === null ? absent : `${judge(report).mark} ${foundWord(report)}`)),
		counts: found.some(report => report !== null && judge(report).counts),
	});

	const [only = '', second] = variants;
	const rows =
		second === undefined
			? scenarios.map(scenario => ({
					label: scenario,
					...cells(archs.map(arch => at(scenario, arch, only))),
				}))
			: scenarios.flatMap(scenario => {
					const byArch = archs.map(arch => ({
						arch,
						reports: variants.map(variant => at(scenario, arch, variant)),
					}));
					return groupRows(scenario, byArch, cells);
				});
	return {
		columns: ['scenario', ...(second === undefined ? archs : variants)].map(leftColumn),
		rows: rows.map(row => [row.label, ...row.cells]),
		emphasised: rows.flatMap((row, index) => (row.counts ? [index] : [])),
	};
}

/** What the matrix leaves unsaid: the one variant, or the architectures that a row without names stands for. */
export function matrixCaption(reports: readonly CaseReport[]): string {
	const archs = unique(reports.map(report => report.arch));
	const [only = '', second] = unique(reports.map(report => report.variant));
	if (second === undefined) {
		return `Variant: ${only}.`;
	}

	return archs.length === 1
		? `Architecture: ${archs.join()}.`
		: `Architectures: ${archs.join(', ')}; a scenario has one row when it is the same on all of them.`;
}

/** One row when all architectures agree, else the scenario's name and a row for each group of them. */
function groupRows(
	scenario: string,
	byArch: readonly {arch: string; reports: readonly (CaseReport | null)[]}[],
	cells: Cells,
): Row[] {
	const groups = new Map<string, {archs: string[]} & Pick<Row, 'cells' | 'counts'>>();
	for (const {arch, reports} of byArch) {
		if (reports.every(report => report === null)) {
			continue;
		}

		const row = cells(reports);
		const key = JSON.stringify(row.cells);
		const group = groups.get(key) ?? {archs: [], ...row};
		groups.set(key, group);
		group.archs.push(arch);
	}

	const [first] = groups.values();
	if (first !== undefined && first.archs.length === byArch.length) {
		return [{label: scenario, cells: first.cells, counts: first.counts}];
	}

	const empty = {cells: byArch[0]?.reports.map(() => '') ?? [], counts: false};
	return [
		{label: scenario, ...empty},
		...[...groups.values()].flatMap(({archs, ...row}) => {
			const [label = '', ...more] = foldText(archs.join(', '), archsWidth);
			return [{label: `  ${label}`, ...row}, ...more.map(line => ({label: `  ${line}`, ...empty}))];
		}),
	];
}

/** The cases of one scenario, a row for each. */
export function listTable(reports: readonly CaseReport[], {judge, beside}: Comparison): Table {
	return {
		columns: [
			...['case', 'found', beside.title, 'property'].map(leftColumn),
			// No more than 80 columns hold; the JSON document and CSV have every number.
			...['states', 'time'].map(rightColumn),
		],
		rows: reports.map(report => [
			`${report.arch}, ${report.variant}`,
			`${judge(report).mark} ${foundWord(report)}`,
			beside.text(report),
			report.property ?? absent,
			shortNumber(report.states),
			secondsText(report.seconds),
		]),
		emphasised: reports.flatMap((report, index) => (judge(report).counts ? [index] : [])),
	};
}

/** Everything about every case but the traces, for programs. */
export function flatTable(reports: readonly CaseReport[], judge: Judge): Table {
	const fields: [title: string, text: (report: CaseReport) => string][] = [
		['scenario', report => report.scenario],
		['arch', report => report.arch],
		['variant', report => report.variant],
		['verdict', report => foundWord(report)],
		['expected', report => report.expected],
		['judgement', report => judge(report).kind],
		['property', report => report.property ?? ''],
		['states', report => String(report.states)],
		['transitions', report => String(report.transitions)],
		['finals', report => String(report.finals)],
		['depth', report => String(report.depth)],
		['seconds', report => String(report.seconds)],
		['limit', report => report.limit ?? ''],
		['memory_model', report => report.memoryModel],
		['environment', report => report.environment.join(' ')],
		['reduction', report => report.reduction],
		['claims', report => report.claims.join(' ')],
		['reference', report => report.reference],
		['token', report => report.token ?? ''],
		['text', report => report.error ?? report.text],
	];
	return {
		columns: fields.map(([title]) => leftColumn(title)),
		rows: reports.map(report => fields.map(([, text]) => text(report))),
	};
}

function leftColumn(title: string): Column {
	return {title, align: 'left'};
}

function rightColumn(title: string): Column {
	return {title, align: 'right'};
}
