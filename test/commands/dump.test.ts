import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {DumpManifest} from '../../source/machine/dump-manifest.ts';
import {runTables} from './table-support.ts';

const archs = ['x86_64', 'arm64', 'riscv64', 's390x', 'generic'];

function manifestOf(files: ReadonlyMap<string, string>): DumpManifest {
	return JSON.parse(files.get('out/manifest.json') ?? 'null') as DumpManifest;
}

suite('dump', () => {
	for (const arch of archs) {
		test(`${arch}: every pair is what walk finds in the image, to the bit`, async () => {
			const {status, files, binaryFiles, stderr} = await runTables(['dump', '-a', arch, '-o', 'out']);
			assert.equal(status, 0, stderr);
			const manifest = manifestOf(files);
			assert.equal(binaryFiles.get('out/memory.bin')?.length, manifest.memory.bytes);
			assert.ok(manifest.pairs.length >= 1000);

			for (const kind of ['page', 'unmapped']) {
				assert.ok(
					manifest.pairs.some(pair => pair.kind === kind),
					kind,
				);
			}

			for (const place of ['first', 'last', 'guard', 'beyond', 'random', 'neighbour', 'mapped']) {
				assert.ok(
					manifest.pairs.some(pair => pair.place === place),
					place,
				);
			}

			const options = {files: Object.fromEntries(files), binaryFiles: Object.fromEntries(binaryFiles)};

			for (const pair of [...manifest.pairs.slice(0, 20), ...manifest.pairs.slice(-20)]) {
				const walked = await runTables(['walk', '--image', 'out', pair.address, '--json'], options);
				assert.equal(walked.status, pair.phys === null ? 1 : 0);
				const {result} = JSON.parse(walked.stdout);
				assert.equal(result?.phys ?? null, pair.phys);
				assert.equal(result?.what ?? 'unmapped', pair.kind);
			}
		});
	}

	test('scratch pages are there where the fault hook is wired', async () => {
		const {files} = await runTables(['dump', '-a', 'arm64', '-o', 'out']);
		const {pairs, scratch} = manifestOf(files);
		const found = pairs.filter(pair => pair.kind === 'scratch');
		assert.ok(found.length > 100);
		assert.ok(found.every(pair => BigInt(pair.phys ?? 0) >> 12n === BigInt(scratch) >> 12n));
	});

	test('the same flags give the same files, another seed gives others', async () => {
		const [one, two, other] = await Promise.all(
			['7', '7', '8'].map(seed => runTables(['dump', '-o', 'out', '--seed', seed, '--operations', '300'])),
		);
		const memory = (run: typeof one) => Buffer.from(run?.binaryFiles.get('out/memory.bin') ?? []);
		assert.ok(memory(one).length > 0 && memory(one).equals(memory(two)));
		assert.deepEqual(one?.files, two?.files);
		assert.ok(!memory(one).equals(memory(other)));
	});

	test('registers hold the root in the form of the architecture', async () => {
		const roots = await Promise.all(
			archs.map(async arch => {
				const {files} = await runTables(['dump', '-a', arch, '-o', 'out', '--operations', '0']);
				const {registers, roots} = manifestOf(files);
				return [registers.map(({name}) => name), registers[0]?.value, roots.kernel] as const;
			}),
		);
		const value = (index: number) => BigInt(roots[index]?.[1] ?? 0);
		const root = (index: number) => BigInt(roots[index]?.[2] ?? 0);
		assert.deepEqual(roots[0]?.[0], ['CR3', 'CR0', 'CR4', 'EFER']);
		assert.equal(value(0), root(0));
		assert.equal(value(1), root(1));
		assert.equal(value(2), (9n << 60n) | (root(2) >> 12n));
		assert.equal(value(3), root(3) | 7n);
		assert.deepEqual(roots[4]?.[0], []);
	});

	test('--json says what was written', async () => {
		const {stdout, files} = await runTables(['dump', '-o', 'out', '--json', '--operations', '50']);
		const document = JSON.parse(stdout);
		assert.deepEqual(document.files, ['out/memory.bin', 'out/manifest.json']);
		const {page, scratch, unmapped} = document.addresses;
		assert.equal(page + scratch + unmapped, manifestOf(files).pairs.length);
	});

	test('a folder that is not empty is refused, and with --force it is said what is overwritten', async () => {
		const old = {files: {'out/manifest.json': '{}', 'out/notes': 'mine'}};
		const refused = await runTables(['dump', '-o', 'out'], old);
		assert.equal(refused.status, 2);
		assert.match(refused.stderr, /out is not empty: name another folder, or add --force/);
		assert.equal(refused.binaryFiles.size, 0);
		const forced = await runTables(['dump', '-o', 'out', '--force', '--operations', '0'], old);
		assert.equal(forced.status, 0);
		assert.match(forced.stderr, /out is not empty: overwriting manifest\.json/);
		assert.equal(forced.files.get('out/notes'), 'mine');
	});

	test('mistakes end with status 2, failures with 1', async () => {
		const cases: [string[], number, RegExp][] = [
			[['dump'], 2, /needs a folder to write to: --out <dir>/],
			[['dump', '-o', 'out', '-a', 'x86'], 2, /did you mean 'x86_64'/],
			[['dump', '-o', 'out', '-a', 'arm64,riscv64'], 2, /takes one architecture/],
			[['dump', '-o', 'out', '-v', 'VX'], 2, /unknown variant/],
			[['dump', '-o', 'out', '-c', '9'], 2, /whole number from 1 to 8/],
			[['dump', 'out'], 2, /unexpected argument/],
			[
				['dump', '-o', '/nowhere/out', '--operations', '0'],
				1,
				/cannot write to \/nowhere\/out: no such folder/,
			],
		];

		for (const [argv, status, message] of cases) {
			const run = await runTables(argv);
			assert.equal(run.status, status, argv.join(' '));
			assert.match(run.stderr, message);
			assert.equal(run.stdout, '');
		}
	});
});
