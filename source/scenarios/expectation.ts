/** What history expects of a case: the first line of its scenario that fits. */
import {candidateOf, plainVariant} from '../arch/candidates.ts';
import type {Expectation, Scenario} from './scenario.ts';

/** `open`, resting on nothing, where no line of the scenario fits. A variant's name also says which helpers it has. */
export function expectationFor(
	scenario: Pick<Scenario, 'expectations'>,
	arch: string,
	variant: string,
): Expectation {
	const fits = (ids: readonly string[] | undefined, id: string) => ids === undefined || ids.includes(id);
	const candidate = candidateOf(variant);
	return (
		scenario.expectations.find(
			({variants, archs, candidates = ['upstream']}) =>
				candidates.includes(candidate) && fits(archs, arch) && fits(variants, plainVariant(variant)),
		) ?? {
			expected: 'open',
			reference: '',
		}
	);
}
