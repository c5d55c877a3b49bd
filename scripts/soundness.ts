/**
 * The reduced search beside plain enumeration at length, for every architecture and variant:
 * `tsx scripts/soundness.ts [most states] [most plain states] [arch,...] [variant,...]`. Exits 1 where the two disagree.
 */
import {variants} from '../source/kernel/variants/index.ts';
import {scenarios} from '../source/scenarios/index.ts';
import {compareReduction} from '../test/explore/compare-reduction.ts';
import {isCase} from '../test/explore/kernel-helpers.ts';

const [mostText, mostPlainText, archText, variantText] = process.argv.slice(2);
const most = Number(mostText ?? 200);
const mostPlain = Number(mostPlainText ?? 200_000);
const archs = archText?.split(',') ?? ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'];
const ids = variantText?.split(',') ?? variants.map(({id}) => id);

for (const arch of archs) {
	for (const variant of ids) {
		let [compared, larger, reduced, plain] = [0, 0, 0, 0];
		for (const scenario of scenarios.filter(each => isCase(each, arch, variant))) {
			try {
				const found = await compareReduction(scenario, arch, variant, {most, mostPlain});
				if (found === null) larger++;
				else {
					compared++;
					reduced += found.reduced;
					plain += found.plain;
				}
			} catch (error) {
				process.exitCode = 1;
				console.log(`DIFFER: ${error instanceof Error ? error.message : String(error)}`);
			}
		}
		console.log(
			`${arch} ${variant}: ${compared} cases agree, ${reduced} states for ${plain}; ${larger} larger ones left out`,
		);
	}
}
