/**
 * Joins the reports of `--shard k/n` runs. One violated shard is enough for `violated`; for `holds` every shard must be there
 * and hold. Shards share no memory, so a state that two of them met is counted by both.
 */
import type {CaseReport, Outcome} from '../explore/case.ts';
import {ReportError} from './explore-json.ts';
import {caseKey, caseText} from './explore-words.ts';

/** A report with the name of the file it comes from. */
interface Part {
	report: CaseReport;
	file: string;
}

/**
 * Joins the parts of every case; cases come in the order in which they are first met. A case that was not sharded passes as it
 * is. Throws a `ReportError` that names the files where two parts are the same or do not belong together.
 *
 * @param files Names of the parts for messages, in their order.
 */
export function mergeReports(
	parts: readonly (readonly CaseReport[])[],
	files: readonly string[] = parts.map((_, index) => `report ${index + 1}`),
): CaseReport[] {
	const byCase = new Map<string, Part[]>();
	for (const [index, reports] of parts.entries()) {
		for (const report of reports) {
			const known = byCase.get(caseKey(report)) ?? [];
			byCase.set(caseKey(report), known);
			known.push({report, file: files[index] ?? `report ${index + 1}`});
		}
	}

	return [...byCase.values()].map(mergeCase);
}

function mergeCase(parts: readonly Part[]): CaseReport {
	const [first, ...others] = parts;
	if (first === undefined) {
		throw new ReportError('a case without reports');
	}

	for (const other of others) {
		checkFit(first, other);
	}

	const {shard} = first.report;
	if (shard === null) {
		return first.report;
	}

	const sorted = [...parts].sort((a, b) => shardIndex(a) - shardIndex(b));
	for (const [index, part] of sorted.entries()) {
		const before = sorted[index - 1];
		if (before !== undefined && shardIndex(before) === shardIndex(part)) {
			throw new ReportError(
				`shard ${shardIndex(part)}/${shard.count} of ${caseText(part.report)} is in ${before.file} and again in ${part.file}`,
			);
		}
	}

	return join(sorted, shard.count);
}

function shardIndex({report}: Part): number {
	return report.shard?.index ?? 0;
}

/** What all parts of a case have in common when they are parts of one search. */
const common: [what: string, value: (report: CaseReport) => unknown][] = [
	['the number of shards', report => report.shard?.count ?? null],
	['the memory model', report => report.memoryModel],
	['the environment steps', report => [...report.environment].sort()],
	// Its details may depend on what a part met; whether a step is one access or many does not.
	['whether steps were left out', report => report.reduction !== 'none'],
	['the kind of search', report => searchKind(report)],
	['the processes', report => report.processes],
	['the properties', report => [...report.properties].sort()],
	['the expectation', report => [report.expected, report.expectedProperty]],
];

function searchKind({sampled}: CaseReport): string {
	return sampled === null
		? 'every interleaving'
		: `${sampled.schedule} schedules of depth ${sampled.depth}, seed ${sampled.seed}`;
}

function checkFit(first: Part, other: Part): void {
	const where = `${first.file} and ${other.file}`;
	if (first.report.shard === null && other.report.shard === null) {
		throw new ReportError(`${caseText(first.report)} is in ${where}, and neither is a shard`);
	}

	for (const [what, value] of common) {
		const [one, two] = [JSON.stringify(value(first.report)), JSON.stringify(value(other.report))];
		// A case that could not be run does not know most of this.
		if (one !== two && first.report.error === null && other.report.error === null) {
			throw new ReportError(
				`${caseText(first.report)} in ${where} cannot be joined: they differ in ${what}, ${one} and ${two}`,
			);
		}
	}
}

function join(parts: readonly Part[], count: number): CaseReport {
	const reports = parts.map(part => part.report);
	const missing = missingShards(reports, count);
	const isComplete = missing.length === 0;
	const violated = reports.filter(report => report.verdict === 'violated' && report.error === null);
	const bounded = reports.find(report => report.verdict === 'bounded');
	const errors = parts.flatMap(({report, file}) =>
		report.error === null ? [] : [`${file}: ${report.error}`],
	);
	const best = violated.reduce<CaseReport | null>(shorterOf, null);
	const base = best ?? bounded ?? reports.find(report => report.error === null) ?? (reports[0] as CaseReport);
	const verdict =
		best !== null ? 'violated' : bounded !== undefined || !isComplete ? 'bounded' : base.verdict;
	const sum = (value: (report: CaseReport) => number) =>
		reports.reduce((total, report) => total + value(report), 0);

	return {
		...base,
		verdict,
		states: sum(report => report.states),
		transitions: sum(report => report.transitions),
		finals: sum(report => report.finals),
		seconds: sum(report => report.seconds),
		depth: Math.max(...reports.map(report => report.depth)),
		limit: verdict !== 'bounded' ? null : (bounded?.limit ?? 'shards'),
		text: [
			base.text === '' || /[.!?]$/.test(base.text) ? base.text : `${base.text}.`,
			joinText(missing, count, reports.length),
			...(best === null ? [] : errors.map(error => `Could not be run: ${error}.`)),
		]
			.filter(text => text !== '')
			.join(' '),
		shortest:
			best !== null &&
			isComplete &&
			reports.every(
				report => report.verdict === 'holds' || (report.verdict === 'violated' && report.shortest),
			),
		sampled: base.sampled === null ? null : {...base.sampled, runs: sum(report => report.sampled?.runs ?? 0)},
		shard: null,
		outcomes: mergeOutcomes(reports),
		error: errors.length === 0 || best !== null ? null : errors.join('; '),
	};
}

function missingShards(reports: readonly CaseReport[], count: number): number[] {
	const there = new Set(reports.map(report => report.shard?.index));
	return Array.from({length: count}, (_, index) => index + 1).filter(index => !there.has(index));
}

function joinText(missing: readonly number[], count: number, found: number): string {
	const counted = found > 1 ? ' A state that two shards met is counted twice.' : '';
	return missing.length === 0
		? `Joined from ${count} shards.${counted}`
		: `Missing of ${count} shards: ${missing.join(', ')}.${counted}`;
}

/** Of equally long traces the first. */
function shorterOf(best: CaseReport | null, report: CaseReport): CaseReport {
	return best === null || lengthOf(report) < lengthOf(best) ? report : best;
}

function lengthOf({trace, cycle}: CaseReport): number {
	return trace.length + cycle.length;
}

/** Final states that read the same are one, reached in the fewest steps that any shard needed. */
function mergeOutcomes(reports: readonly CaseReport[]): Outcome[] {
	const merged = new Map<string, Outcome>();
	for (const outcome of reports.flatMap(report => report.outcomes)) {
		const key = JSON.stringify(Object.entries(outcome.state).sort());
		const known = merged.get(key);
		const best = known === undefined || outcome.steps < known.steps ? outcome : known;
		merged.set(key, {...best, count: (known?.count ?? 0) + outcome.count});
	}

	return [...merged.values()];
}
