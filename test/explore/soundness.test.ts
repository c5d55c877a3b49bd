/**
 * Quiet memory and sleep sets against plain enumeration, on the real scenarios: with every access of every CPU a step and nothing
 * left out, the verdict and the set of final states are the same. `npm run test:soundness` does the same at length.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import {scenarios} from '../../source/scenarios/index.ts';
import {compareReduction} from './compare-reduction.ts';
import {isCase} from './kernel-helpers.ts';

/** States with reduction above which the plain enumeration would take too long for a test. */
const most = Number(process.env.PTELAB_SOUNDNESS_STATES ?? 70);

for (const [arch, variant] of [
	['x86_64', 'VJ'],
	['x86_64', 'VF35'],
	['arm64', 'VM'],
] as const) {
	test(`reduced search and plain enumeration agree on the small scenarios of ${variant}, ${arch}`, async t => {
		let compared = 0;
		let states = 0;
		for (const scenario of scenarios.filter(each => isCase(each, arch, variant))) {
			const found = await compareReduction(scenario, arch, variant, {most});
			if (found === null) continue;
			compared++;
			states += found.plain;
		}
		t.diagnostic(`${compared} scenarios, ${states} states enumerated`);
		assert.ok(compared >= 5, `${compared} scenarios were small enough`);
	});
}
