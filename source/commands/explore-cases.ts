/** What surrounds a case and its report: what history says of it, and how its trace is shown again. */
import {plainVariant} from '../arch/candidates.ts';
import type {CaseJob, CaseName, CaseReport} from '../explore/case.ts';
import {decodeToken} from '../explore/trace.ts';
import {expectationFor} from '../scenarios/expectation.ts';
import type {Expectation} from '../scenarios/scenario.ts';
import type {Catalog} from './catalog.ts';
import type {RunOptions} from './explore-options.ts';
import {UsageError} from './usage-error.ts';

/** Throws a `UsageError` when a token is to be replayed on other than one case, or is none of that case. */
export function checkReplay(cases: readonly CaseName[], {token}: RunOptions): void {
	if (token === null) {
		return;
	}

	const [only] = cases;
	if (only === undefined || cases.length !== 1) {
		throw new UsageError(
			`--replay wants one case, but these are ${cases.length}: name the scenario, --arch and the variant`,
		);
	}

	try {
		decodeToken(only.scenario, token);
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

/** Jobs for the cases. */
export function jobsOf(cases: readonly CaseName[], {options, token}: RunOptions): CaseJob[] {
	return cases.map(name => ({...name, options, ...(token === null ? {} : {token})}));
}

/**
 * What history says of a case; `open` where it says nothing, or where the surroundings may do something else than what it speaks of.
 *
 * @param environment What they may do; null: what the scenario has.
 */
export function historyOf(
	catalog: Catalog,
	{scenario, arch, variant}: CaseName,
	environment: readonly string[] | null = null,
): Expectation {
	const known = catalog.scenarios.find(({id}) => id === scenario);
	const usual: readonly string[] = known?.environment ?? [];
	const isUsual =
		environment === null ||
		(environment.length === usual.length && environment.every(id => usual.includes(id)));
	if (!isUsual) {
		return {
			expected: 'open',
			reference: `history speaks of surroundings that do ${usual.join(', ') || 'nothing'}`,
		};
	}

	return expectationFor(known ?? {expectations: []}, arch, variant);
}

/**
 * A report with what history expects. A user's file has no history: nothing is expected of it, and `reference` says
 * what history has on its base.
 *
 * @param base Variant that a user's file is a change to.
 */
export function withHistory(report: CaseReport, catalog: Catalog, base: string): CaseReport {
	const claims = catalog.scenarios.find(({id}) => id === report.scenario)?.claims ?? [];
	const isOwn = catalog.variants.some(({id}) => id === plainVariant(report.variant));
	const {
		expected,
		property = null,
		reference,
	} = historyOf(
		catalog,
		isOwn ? report : {...report, variant: base},
		// What could not be run may not know its surroundings.
		report.error === null ? report.environment : null,
	);
	return isOwn
		? {...report, claims: [...claims], expected, expectedProperty: property, reference}
		: {
				...report,
				claims: [...claims],
				expected: 'open',
				expectedProperty: null,
				reference: `${base}: ${expected} (history${reference === '' ? '' : `, ${reference}`})`,
			};
}

/** How a trace is asked for again. */
export interface ReplayWords {
	/** `explore`, or for a file that only `check` takes, `check`. */
	command: 'explore' | 'check';
	/** Variant, or path of the user's file. */
	variant: string;
	/** Base of the user's file; null where the variant is the lab's own. */
	base: string | null;
	/** Flags without which the token means other steps. */
	flags: readonly string[];
}

/** The command that replays a report's trace; null for a report without a token. */
export function replayCommand(
	report: CaseReport,
	{command, variant, base, flags}: ReplayWords,
): string | null {
	if (report.token === null) {
		return null;
	}

	const what =
		command === 'explore'
			? [report.scenario, '--arch', report.arch, '--variant', variant]
			: [variant, '--scenario', report.scenario, '--arch', report.arch];
	return [
		'ptelab',
		command,
		...what,
		...(base === null ? [] : ['--base', base]),
		...flags,
		'--replay',
		report.token,
	]
		.map(shellWord)
		.join(' ');
}

/** A word as a POSIX shell takes it. */
function shellWord(word: string): string {
	return /^[\w./:,=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
