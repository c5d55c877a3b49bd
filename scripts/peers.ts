/**
 * The slot race at the sizes of `bench/peers`, as a plain table: `tsx scripts/peers.ts [most states]`. Says first which sizes differ from
 * what other explorers found, and exits 1 if one does. Without a number, rows up to 300,000 states.
 */

import {explore} from '../source/explore/search.ts';
import {systemOf} from '../test/explore/models/cells.ts';
import {race} from '../test/explore/models/race.ts';

const rows = [
	[2, 3, 1, 1_040, 2_332, 8],
	[2, 3, 2, 4_343, 10_994, 13],
	[2, 4, 1, 32_120, 101_560, 25],
	[2, 4, 2, 292_414, 1_087_333, 41],
	[3, 3, 1, 2_303, 5_373, 11],
	[3, 3, 2, 15_126, 39_631, 26],
	[3, 4, 1, 119_778, 387_355, 50],
	[3, 4, 2, 2_935_984, 11_181_861, 156],
	[3, 5, 1, 4_644_319, 19_147_203, 198],
] as const;

const most = Number(process.argv[2] ?? 300_000);
const columns = [
	'slots',
	'CPUs',
	'acc',
	'states',
	'steps',
	'finals',
	'states/s',
	'B/state',
	'reduced',
	'steps',
	'merged',
];
const lines: string[] = [];
let wrong = 0;

for (const [slots, cpus, accesses, states, transitions, finals] of rows.filter(row => row[3] <= most)) {
	const run = (options: {reduction: boolean; merge?: boolean}) =>
		explore(systemOf(race({slots, faulting: cpus - 2, accesses, forget: options.merge === true})), {
			...options,
			livelocks: false,
		});
	const plain = run({reduction: false});
	const reduced = run({reduction: true});
	const merged = run({reduction: true, merge: true});
	if (plain.states !== states || plain.transitions !== transitions || plain.finals !== finals) {
		wrong++;
		console.log(
			`differs: ${slots} slots, ${cpus} CPUs, ${accesses} accesses: ${plain.states}, ${plain.transitions}, ${plain.finals}` +
				` instead of ${states}, ${transitions}, ${finals}`,
		);
	}
	const cells = [
		...[slots, cpus, accesses, plain.states, plain.transitions, plain.finals],
		...[Math.round(plain.states / plain.seconds), (plain.bytes / plain.states).toFixed(1)],
		...[reduced.states, reduced.transitions, merged.states],
	];
	lines.push(cells.map(cell => cell.toLocaleString('en').padStart(11)).join(''));
}

console.log(columns.map(column => column.padStart(11)).join(''));
for (const line of lines) console.log(line);
process.exitCode = wrong > 0 ? 1 : 0;
