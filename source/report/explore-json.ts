/** Case reports as one JSON document, and back: for `ptelab merge`, which reads what other machines wrote. */
import {candidateOf} from '../arch/candidates.ts';
import type {CaseReport} from '../explore/case.ts';
import {environmentIds} from '../scenarios/scenario.ts';

/** A document that holds no case reports, or holds them in a way that cannot be read. The message names the place. */
export class ReportError extends Error {
	override readonly name = 'ReportError';
}

/** The JSON of `explore`, `check` and `merge`. */
export function reportsDocument(reports: readonly CaseReport[]): {cases: readonly object[]} {
	return {cases: reports.map(report => ({...report, candidate: candidateOf(report.variant)}))};
}

/** Reads a document of `reportsDocument`. Throws a `ReportError`. */
export function parseReports(text: string): CaseReport[] {
	let document: unknown;
	try {
		document = JSON.parse(text);
	} catch (error) {
		throw new ReportError(`no JSON: ${error instanceof Error ? error.message : String(error)}`);
	}

	record({cases: list(checkReport)})(document, '');
	// What the name of the variant says as well.
	return (document as {cases: (CaseReport & {candidate?: unknown})[]}).cases.map(
		({candidate: _, ...report}) => report,
	);
}

/** Throws a `ReportError` when the value at that place is not what it should be. */
type Check = (value: unknown, place: string) => void;

function fail(place: string, wanted: string, value: unknown): never {
	const found = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
	const short = found.length > 40 ? `${found.slice(0, 40)}…` : found;
	throw new ReportError(`${place || 'the document'} should be ${wanted}, but there is ${short}`);
}

const text: Check = (value, place) => {
	if (typeof value !== 'string') fail(place, 'a text', value);
};

const flag: Check = (value, place) => {
	if (typeof value !== 'boolean') fail(place, 'true or false', value);
};

const count: Check = (value, place) => {
	if (typeof value !== 'number' || !(value >= 0)) fail(place, 'a number of at least 0', value);
};

function oneOf(...words: readonly string[]): Check {
	return (value, place) => {
		if (typeof value !== 'string' || !words.includes(value)) fail(place, `one of ${words.join(', ')}`, value);
	};
}

function orNull(check: Check): Check {
	return (value, place) => {
		if (value !== null) check(value, place);
	};
}

function list(check: Check): Check {
	return (value, place) => {
		if (!Array.isArray(value)) fail(place, 'a list', value);
		for (const [index, item] of (value as unknown[]).entries()) check(item, `${place}[${index}]`);
	};
}

function object(value: unknown, place: string): [key: string, value: unknown][] {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(place, 'an object', value);
	return Object.entries(value as object);
}

/** An object with at least these fields; further ones are let pass, as newer versions may add some. */
function record(fields: Readonly<Record<string, Check>>): Check {
	return (value, place) => {
		const found = new Map(object(value, place));
		for (const [key, check] of Object.entries(fields)) {
			check(found.get(key), place === '' ? key : `${place}.${key}`);
		}
	};
}

const textsByName: Check = (value, place) => {
	for (const [key, item] of object(value, place)) text(item, `${place}.${key}`);
};

const stack = list(record({function: text, file: text, line: count}));

const steps = list(
	record({
		step: count,
		cpu: count,
		stack,
		op: text,
		address: text,
		place: text,
		before: text,
		after: text,
		found: text,
		choice: count,
		choices: count,
		changes: list(record({name: text, before: text, after: text})),
		failure: text,
	}),
);

const checkReport = record({
	scenario: text,
	arch: text,
	variant: text,
	verdict: oneOf('holds', 'violated', 'bounded', 'sampled'),
	expected: oneOf('holds', 'violated', 'open'),
	expectedProperty: orNull(text),
	property: orNull(text),
	states: count,
	transitions: count,
	seconds: count,
	memoryModel: oneOf('sc'),
	trace: steps,
	cycle: steps,
	claims: list(text),
	reference: text,
	text,
	where: stack,
	shortest: flag,
	token: orNull(text),
	finals: count,
	depth: count,
	limit: orNull(text),
	environment: list(oneOf(...environmentIds)),
	processes: list(text),
	reduction: text,
	sampled: orNull(
		record({runs: count, seed: count, schedule: oneOf('random', 'pct'), depth: count, run: orNull(count)}),
	),
	shard: orNull(record({index: count, count})),
	outcomes: list(record({state: textsByName, token: text, steps: count, count})),
	properties: list(text),
	error: orNull(text),
});
