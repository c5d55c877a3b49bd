/**
 * Dumps a machine of every architecture mode and lets QEMU's MMU walk its tables: `npm run test:qemu`. Arguments pick modes
 * whose id has one of them; `--made-only` leaves out the dumps, so that nothing need be built; `--break` changes one entry of each
 * image before QEMU sees it, which must be noticed. Fails on any difference.
 */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {archs} from '../source/arch/index.ts';
import {imagesInFolder} from '../source/machine/image-store.ts';
import {formatTable} from '../source/report/table.ts';
import {checkMode, type ModeResult} from './qemu/check-mode.ts';

const words = process.argv.slice(2).filter(word => !word.startsWith('--'));
const broken = process.argv.includes('--break');
const dumps = !process.argv.includes('--made-only');
const chosen = archs.filter(({id}) => words.length === 0 || words.some(word => id.includes(word)));
const images = imagesInFolder(new URL('../dist/images', import.meta.url).pathname);
const folder = await mkdtemp(`${tmpdir()}/ptelab-dumps-`);
const results: ModeResult[] = [];

try {
	for (const arch of chosen) {
		const result = await checkMode(arch, {images, folder, broken, dumps});
		results.push(result);
		console.log(`${arch.id}: ${result.note}`);

		for (const line of result.differences.slice(0, 5)) {
			console.log(`  ${line}`);
		}
	}
} finally {
	await rm(folder, {recursive: true, force: true});
}

console.log(
	`\n${formatTable(
		{
			columns: [
				{title: 'mode', align: 'left'},
				{title: 'addresses', align: 'right'},
				{title: 'mapped', align: 'right'},
				{title: 'loads', align: 'right'},
				{title: 'differences', align: 'right'},
				{title: 'by', align: 'left', fold: true},
			],
			rows: results.map(({mode, addresses, mapped, loads, differences, by, state}) =>
				state === 'checked'
					? [mode, String(addresses), String(mapped), String(loads), String(differences.length), by]
					: [mode, '-', '-', '-', state === 'failed' ? 'failed' : 'skipped', by],
			),
		},
		'table',
		{width: Number.POSITIVE_INFINITY, emphasise: text => text},
	)}`,
);

const checked = results.filter(({state}) => state === 'checked');
const differing = results.filter(({differences, state}) => state === 'failed' || differences.length > 0);

if (chosen.length === 0) {
	console.error(`no mode is named like ${words.join(', ')}`);
}

if (broken) {
	const unnoticed = checked.filter(({differences}) => differences.length === 0).map(({mode}) => mode);
	console.log(
		unnoticed.length === 0 ? 'every broken entry was noticed' : `not noticed: ${unnoticed.join(', ')}`,
	);
}

process.exitCode = differing.length > 0 || chosen.length === 0 ? 1 : 0;
