/** The counters of several machines in one table: a row for each counter, a column for each machine. */
import {type CounterId, counterIds} from '../machine/vocabulary.ts';
import {exactNumber, perSecond, shortNumber} from './numbers.ts';
import type {RaceResult} from './race-result.ts';
import type {Table, TableFormat} from './table.ts';

export interface RaceTableOptions {
	format: TableFormat;
	/** Rows that are zero on some machines only are marked with `*` and emphasised. */
	marked: boolean;
}

/** The table, and the counters it leaves out since they are zero everywhere (none in CSV, which is for programs). */
export interface RaceTable {
	table: Table;
	zeroEverywhere: CounterId[];
}

/** Totals and rates per second; rounded to three digits for people, exact in CSV. */
export function raceTable(results: readonly RaceResult[], options: RaceTableOptions): RaceTable {
	const isExact = options.format === 'csv';
	const text = isExact ? exactNumber : shortNumber;
	const isZero = (id: CounterId) => results.every(result => result.counters[id] === 0);
	const shown = isExact ? [...counterIds] : counterIds.filter(id => !isZero(id));
	const differing = new Set(options.marked ? differingCounters(results) : []);
	const title = (id: CounterId) => (isExact ? id : `${differing.has(id) ? '* ' : ''}${id}`);

	return {
		table: {
			columns: [
				{title: 'counter', align: 'left'},
				...results.flatMap(({options: {arch}}) => [
					{title: arch, align: 'right' as const},
					{title: isExact ? `${arch}/s` : '/s', align: 'right' as const},
				]),
			],
			rows: shown.map(id => [
				title(id),
				...results.flatMap(({counters, seconds}) => [
					text(counters[id]),
					text(perSecond(counters[id], seconds * 1000)),
				]),
			]),
			emphasised: shown.flatMap((id, index) => (differing.has(id) ? [index] : [])),
		},
		zeroEverywhere: isExact ? [] : counterIds.filter(id => isZero(id)),
	};
}

/** Counters that are zero on some machines and not on others. */
export function differingCounters(results: readonly RaceResult[]): CounterId[] {
	return counterIds.filter(id => {
		const zeros = results.filter(result => result.counters[id] === 0).length;
		return zeros > 0 && zeros < results.length;
	});
}
