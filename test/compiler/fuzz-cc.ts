/**
 * Long runs of the comparison with the system's compiler: `tsx test/compiler/fuzz-cc.ts --programs 200 --seed 1`.
 * Each program is compiled for a random target (`--targets n` for more); `--size small` makes shorter ones. Prints what differs, and leaves the C text of
 * a failure in the temporary folder. Exit 1 when anything failed.
 */
import {writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {Random} from './c-expressions.ts';
import {generateProgram} from './c-generator.ts';
import {firstDifference, hasCc, runEmitted, runNative, type Target, triples} from './cc-compare.ts';

const {values} = parseArgs({
	options: {
		programs: {type: 'string', default: '100'},
		seed: {type: 'string', default: '1'},
		targets: {type: 'string', default: '1'},
		size: {type: 'string', default: 'large'},
	},
});

if (!hasCc()) {
	console.error('there is no `cc` on this system to compare with');
	process.exit(2);
}

const first = Number(values.seed);
let failures = 0;
let compared = 0;
for (let seed = first; seed < first + Number(values.programs); seed++) {
	const text = generateProgram(seed, values.size === 'small' ? 'small' : 'large');
	const expected = runNative(text);
	const random = new Random(seed);
	for (let index = 0; index < Number(values.targets); index++) {
		const target: Target = {
			triple: random.pick(triples),
			level: random.pick(['-O1', '-O2', '-O2', '-O0'] as const),
		};
		const problem = await runEmitted(text, target).then(
			found => firstDifference(found, expected),
			(error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
		);
		compared++;
		if (problem === null) continue;
		failures++;
		const file = join(tmpdir(), `ptelab-fuzz-${seed}.c`);
		writeFileSync(file, text);
		console.log(`seed ${seed} ${target.triple} ${target.level}: ${problem.slice(0, 400)}\n  ${file}`);
	}
	if (seed % 20 === 0) console.log(`… seed ${seed}, ${compared} compared, ${failures} failed`);
}
console.log(`${compared} runs compared, ${failures} failed`);
process.exit(failures > 0 ? 1 : 0);
