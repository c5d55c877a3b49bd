/** Which cases the words of a command line mean. */
import {plainVariant} from '../arch/candidates.ts';
import type {CaseName} from '../explore/case.ts';
import {unique} from '../report/explore-words.ts';
import {nearestWord} from '../report/words.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {UsageError, unknownWord} from './usage-error.ts';

/** Where the valid words are listed. */
const where = 'ptelab list scenarios';

/** A variant that cases are to be run with. */
export interface CaseVariant {
	id: string;
	/** Of a user's file: the variant whose scenarios it takes part in; null for the lab's own. */
	base: string | null;
}

/**
 * Every scenario that the words name, on each of its architectures that is asked for, with each of its variants that is: in
 * the order of the scenarios, then of `archs`, then of `variants`. No words mean every scenario. Throws a `UsageError` for a word that names none, or when nothing
 * is left.
 */
export function selectCases(
	scenarios: readonly Scenario[],
	variants: readonly CaseVariant[],
	archs: readonly string[],
	words: readonly string[],
): CaseName[] {
	const chosen = selectScenarios(scenarios, words);
	const cases = chosen.flatMap(scenario =>
		archs
			.filter(arch => scenario.archs.includes(arch))
			.flatMap(arch =>
				variants
					.filter(({id, base}) => scenario.variants?.includes(plainVariant(base ?? id)) ?? true)
					.map(variant => ({scenario: scenario.id, arch, variant: variant.id})),
			),
	);
	if (cases.length === 0) {
		throw new UsageError(nothingLeft(chosen));
	}

	return cases;
}

/** The scenarios that the words name, each once, in their own order. */
function selectScenarios(scenarios: readonly Scenario[], words: readonly string[]): readonly Scenario[] {
	if (words.length === 0) {
		return scenarios;
	}

	const named = new Set(words.flatMap(word => scenariosOf(scenarios, word)));
	return scenarios.filter(scenario => named.has(scenario));
}

/** By id, else by claim, else by how the id begins, letter case aside. */
function scenariosOf(scenarios: readonly Scenario[], word: string): readonly Scenario[] {
	const wanted = word.toLowerCase();
	const byId = scenarios.filter(({id}) => id.toLowerCase() === wanted);
	if (byId.length > 0) {
		return byId;
	}

	// C3 is a claim and never the beginning of C34.
	const isClaim = /^[a-z]\d+$/.test(wanted);
	const found = scenarios.filter(({id, claims}) =>
		isClaim
			? claims.some(claim => claim.toLowerCase() === wanted)
			: wanted !== '' && id.toLowerCase().startsWith(wanted),
	);
	if (found.length > 0) {
		return found;
	}

	if (isClaim) {
		throw unknownWord('claim', word, unique(scenarios.flatMap(({claims}) => claims)), where);
	}

	throw unknownScenario(word, scenarios);
}

/** The word may be the beginning of an id, so it is compared with as much of each. */
function unknownScenario(word: string, scenarios: readonly Scenario[]): UsageError {
	const beginnings = scenarios.map(({id}) => id.slice(0, word.length));
	const nearest = beginnings.indexOf(nearestWord(word, beginnings) ?? '');
	return unknownWord(
		'scenario',
		word,
		scenarios.slice(nearest, nearest + 1).map(({id}) => id),
		where,
	);
}

function nothingLeft(scenarios: readonly Scenario[]): string {
	const [only, second] = scenarios;
	if (only === undefined || second !== undefined) {
		return 'none of these scenarios is made for these architectures and variants (ptelab list scenarios --json)';
	}

	const variants = only.variants === undefined ? 'every variant' : `variant ${only.variants.join(', ')}`;
	return `there is no such case: '${only.id}' is made for ${variants} on ${only.archs.join(', ')}`;
}
