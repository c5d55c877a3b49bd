/** What history expects of a case: the first line of its scenario that fits. */
import type {Expectation, Scenario} from './scenario.ts';

/** `open`, resting on nothing, where no line of the scenario fits. */
export function expectationFor(
	scenario: Pick<Scenario, 'expectations'>,
	arch: string,
	variant: string,
): Expectation {
	const fits = (ids: readonly string[] | undefined, id: string) => ids === undefined || ids.includes(id);
	return (
		scenario.expectations.find(({variants, archs}) => fits(archs, arch) && fits(variants, variant)) ?? {
			expected: 'open',
			reference: '',
		}
	);
}
