/**
 * `npm run bench`: the race in the lab's WebAssembly beside the same C compiled by the system compiler, in turn and in one
 * run, as ratios of speed (1 is as fast as native). `--json` prints one document, `--cpus 1,2` and `--rounds n` choose.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {raceArchitectures} from './race/race-architectures.ts';

const {values} = parseArgs({
	options: {
		json: {type: 'boolean', default: false},
		arch: {type: 'string', default: 'x86_64'},
		cpus: {type: 'string', default: '1,2'},
		rounds: {type: 'string', default: '5'},
		operations: {type: 'string', default: '200000'},
	},
});
const folder = mkdtempSync(join(tmpdir(), 'ptelab-bench-'));

try {
	const live = await raceArchitectures({
		archs: values.arch.split(','),
		cpus: values.cpus.split(',').map(Number),
		rounds: Number(values.rounds),
		operations: Number(values.operations),
		folder,
		workload: fileURLToPath(new URL('race/workload.c', import.meta.url)),
	});

	if (values.json) {
		console.log(JSON.stringify({live}, null, '\t'));
	} else {
		for (const {arch, cpus, ratio, ratios, native, wasm} of live) {
			console.log(
				`${arch}, ${cpus} CPU${cpus > 1 ? 's' : ''}: ${ratio.toFixed(3)} of native (median of ${ratios.length}: ` +
					`${ratios.map(each => each.toFixed(3)).join(' ')}); native ${native.toFixed(0)} operations/s, ` +
					`here ${wasm.toFixed(0)} operations/s`,
			);
		}
	}
} finally {
	rmSync(folder, {recursive: true, force: true});
}
