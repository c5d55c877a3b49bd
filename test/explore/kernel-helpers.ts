/** Built-in cases for tests: the images of the build, run in this thread. */
import type {CaseOptions, CaseReport} from '../../source/explore/case.ts';
import {builtExploreImages} from '../../source/explore/explore-images.ts';
import {runCase} from '../../source/explore/run-case.ts';
import {expectationFor} from '../../source/scenarios/expectation.ts';
import {scenarios} from '../../source/scenarios/index.ts';
import type {Scenario} from '../../source/scenarios/scenario.ts';

export const images = builtExploreImages();

export const plainOptions: CaseOptions = {
	reduction: true,
	limits: {},
	outcomes: false,
	simulate: null,
	shard: null,
	environment: null,
};

/** The built-in scenario of that id. */
export function scenarioById(id: string): Scenario {
	const found = scenarios.find(scenario => scenario.id === id);
	if (!found) throw new Error(`there is no scenario '${id}'`);
	return found;
}

/** Whether the scenario is made for the architecture and the variant. */
export function isCase({archs, variants}: Scenario, arch: string, variant: string): boolean {
	return archs.includes(arch) && (variants?.includes(variant) ?? true);
}

/** Runs a case, with what history expects filled in. */
export async function run(
	scenario: Scenario,
	arch: string,
	variant: string,
	options: Partial<CaseOptions> = {},
	token?: string,
): Promise<CaseReport> {
	const job = {scenario: scenario.id, arch, variant, options: {...plainOptions, ...options}};
	const report = runCase(await images(arch), scenario, token === undefined ? job : {...job, token});
	const {expected, property = null, reference} = expectationFor(scenario, arch, variant);
	return {...report, expected, expectedProperty: property, reference};
}

/** `C34-… x86_64 VJ` */
export function nameOf({scenario, arch, variant}: CaseReport): string {
	return `${scenario} ${arch} ${variant}`;
}
