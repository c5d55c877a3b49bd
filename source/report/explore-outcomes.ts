/** What a case was seen to end as: its final states with how they are reached, so that nobody wonders what was covered. */
import type {CaseReport, Outcome} from '../explore/case.ts';
import {oneLine, unique} from './explore-words.ts';
import {shortNumber} from './numbers.ts';
import type {Table} from './table.ts';

export interface OutcomesTable {
	/** What all final states have in common, `arena.spinlock: free`; empty where there is one final state or none. */
	common: string[];
	/** A row for each final state, the most easily reached first. */
	table: Table;
}

/** Things that end alike in all final states are told once. */
export function outcomesTable({outcomes}: CaseReport): OutcomesTable {
	const sorted = [...outcomes].sort((a, b) => a.steps - b.steps);
	const names = unique(sorted.flatMap(outcome => Object.keys(outcome.state)));
	const isCommon = (name: string) =>
		sorted.length > 1 && sorted.every(outcome => outcome.state[name] === sorted[0]?.state[name]);
	const telling = names.filter(name => !isCommon(name));
	return {
		common: names.filter(isCommon).map(name => `${name}: ${oneLine(sorted[0]?.state[name] ?? '')}`),
		table: {
			columns: [
				{title: 'end', align: 'right'},
				...telling.map(title => ({title, align: 'left' as const})),
				{title: 'states', align: 'right'},
				{title: 'steps', align: 'right'},
				{title: 'token', align: 'left'},
			],
			rows: sorted.map((outcome, index) => outcomeRow(outcome, index, telling)),
		},
	};
}

function outcomeRow(
	{state, steps, token, count}: Outcome,
	index: number,
	names: readonly string[],
): string[] {
	return [
		String(index + 1),
		...names.map(name => oneLine(state[name] ?? '-')),
		shortNumber(count),
		String(steps),
		token,
	];
}
