/**
 * The port scenarios on every architecture and with every candidate, against the "Naive verdict" column of arch-facts.md section 2;
 * the right candidate breaks nothing.
 */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {candidates, withCandidate} from '../../source/arch/candidates.ts';
import {archs} from '../../source/arch/index.ts';
import {builtExploreImages} from '../../source/explore/explore-images.ts';
import {runCase} from '../../source/explore/run-case.ts';
import {builtFile} from '../../source/machine/built-file.ts';
import {expectationFor} from '../../source/scenarios/expectation.ts';
import {findingOf, portScenarios, portVariant} from '../../source/scenarios/port.ts';
import {plainOptions} from '../explore/kernel-helpers.ts';

const images = builtExploreImages(undefined, builtFile('port'));

for (const {id: arch, upstream} of archs) {
	describe(`ptep_try_set() on ${arch}`, () => {
		for (const {id: candidate} of candidates) {
			if (candidate === 'upstream' && !upstream.trySet) continue;

			it(`is as the facts say: ${candidate}`, async t => {
				const found: string[] = [];
				for (const scenario of portScenarios) {
					const variant = withCandidate(portVariant, candidate);
					const job = {scenario: scenario.id, arch, variant, options: plainOptions};
					const report = runCase(await images(arch), scenario, job);
					assert.equal(report.error, null);
					const {expected} = expectationFor(scenario, arch, variant);
					if (expected !== 'open') assert.equal(report.verdict, expected, `${scenario.id}: ${report.text}`);
					if (report.verdict === 'violated') {
						assert.equal(report.property, 'expectation', scenario.id);
						found.push(findingOf(scenario.id)?.id ?? '');
					}
				}
				t.diagnostic(found.join(', ') || 'nothing is wrong');
				if (candidate === 'right') assert.deepEqual(found, []);
			});
		}
	});
}
