/**
 * The port scenarios on every architecture and with every candidate, against the "Naive verdict" column of arch-facts.md section 2;
 * the right candidate breaks nothing.
 */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {candidates, withCandidate} from '../../source/arch/candidates.ts';
import {archs} from '../../source/arch/index.ts';
import {findingOf, portScenarios, portVariant} from '../../source/scenarios/port.ts';
import {run} from '../explore/kernel-helpers.ts';

for (const {id: arch, upstream} of archs) {
	describe(`ptep_try_set() on ${arch}`, () => {
		for (const {id: candidate} of candidates) {
			if (candidate === 'upstream' && !upstream.trySet) continue;

			it(`is as the facts say: ${candidate}`, async t => {
				const found: string[] = [];
				for (const scenario of portScenarios) {
					const report = await run(scenario, arch, withCandidate(portVariant, candidate));
					assert.equal(report.error, null);
					assert.equal(report.verdict, report.expected, `${scenario.id}: ${report.text}`);
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
