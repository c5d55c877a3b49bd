import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {archs} from '../../source/arch/index.ts';
import {runTables} from './table-support.ts';

interface Entry {
	name: string;
	kind: string;
	fields: {name: string; low: number; high: number; value: string}[];
}

suite('walk', () => {
	test('shows each level, its entry, and every field of it', async () => {
		const {status, stdout} = await runTables(['walk', 'page:5']);
		assert.equal(status, 0);

		for (const text of [
			/^pgd 402 at 0x/m,
			/^pud 0 at 0x/m,
			/^pmd 0 at 0x/m,
			/^pte 13 at 0x\w+ = 0x8\w{15}: page of 4 KiB/m,
		]) {
			assert.match(stdout, text);
		}

		assert.match(stdout, /^x86_64 0xffffc9000000d000: arena page 5$/m);
		assert.match(stdout, /NX +1 +no instruction fetch$/m);
		assert.match(stdout, /^mapped to 0x\w+000, a page of 4 KiB: writable, kernel only, accessed, dirty$/m);
		assert.ok(stdout.split('\n').every(line => line.length <= 80));
		assert.ok(!stdout.includes('\u001B'));
	});

	test('every architecture fits 80 columns and names all bits of every entry', async () => {
		for (const {id, levels} of archs) {
			const {stdout} = await runTables(['walk', '-a', id]);
			assert.ok(
				stdout.split('\n').every(line => line.length <= 80),
				id,
			);
			const {stdout: json} = await runTables(['walk', '-a', id, '--json']);
			const {steps} = JSON.parse(json) as {steps: Entry[]};
			assert.ok(steps.length > 0, id);
			steps.forEach(({name, fields}, index) => {
				const bits = fields.reduce((sum, {low, high}) => sum + high - low + 1, 0);
				assert.equal(bits, (levels[index]?.entryBytes ?? 0) * 8, `${id} ${name}`);
			});
		}
	});

	test('colours on a terminal only', async () => {
		const {stdout} = await runTables(['walk', 'guard'], {isTerminal: true, colour: true});
		assert.ok(stdout.includes('\u001B[1m'));
		const {stdout: mono} = await runTables(['walk', 'guard'], {isTerminal: true, colour: false});
		assert.ok(!mono.includes('\u001B'));
		// biome-ignore lint/suspicious/noControlCharactersInRegex: takes the colours away
		assert.equal(stdout.replaceAll(/\u001B\[\d+m/g, ''), mono);
	});

	test('an address may be a number, a page, a name, and an offset', async () => {
		const same = [
			[
				'arena',
				'0xffffc90000008000',
				'ffffc90000008000',
				'page:0',
				'page:1-0x1000',
				'below+1',
				'0xffff_c900_0000_8000',
			],
			['guard', 'end+1', 'arena+0x100000000', 'page:1048576'],
			['user+0x2010', 'user:2+16', '0x7f0000002010'],
		];

		for (const words of same) {
			const runs = await Promise.all(
				words.map(word => runTables(['walk', word, '--json', '--operations', '0'])),
			);
			assert.equal(new Set(runs.map(run => run.stdout)).size, 1, words.join(' '));
			assert.notEqual(runs[0]?.stdout, '');
		}
	});

	test('the user table is taken for user addresses, and on demand', async () => {
		const root = async (...argv: string[]) => {
			const {stdout} = await runTables(['walk', ...argv, '--json', '--operations', '0']);
			return (JSON.parse(stdout) as {root: string}).root;
		};
		assert.equal(await root('user:3'), 'user');
		assert.equal(await root('arena'), 'kernel');
		assert.equal(await root('arena', '--user'), 'user');
	});

	test('says how a walk ends that finds nothing, with status 1', async () => {
		const cases: [string[], RegExp][] = [
			[['guard', '-a', 's390x'], /^not mapped: the pte is empty$/m],
			[['0x1000'], /^not mapped: the pgd is empty$/m],
			[['0x0001000000000000'], /^not mapped: the bits above bit 47 are not as the hardware demands$/m],
		];

		for (const [argv, text] of cases) {
			const {status, stdout} = await runTables(['walk', ...argv]);
			assert.equal(status, 1);
			assert.match(stdout, text);
		}
	});

	test('decodes a raw entry of any architecture without a machine', async () => {
		const bootStill = () => Promise.reject(new Error('no machine is needed'));
		const entry = async (argv: string[]) => runTables(['walk', ...argv], {bootStill});

		for (const {id, vectors, pageShift} of archs) {
			for (const {pfn, value} of vectors) {
				const {status, stdout} = await entry(['-a', id, '--entry', `0x${value.toString(16)}`, '--json']);
				assert.equal(status, 0, id);
				const {kind, target} = JSON.parse(stdout) as {kind: string; target: string};
				assert.equal(kind, 'leaf');
				assert.equal(BigInt(target), pfn << BigInt(pageShift), id);
			}
		}

		const empty = await entry(['-a', 's390x', '--entry', '0x400']);
		assert.equal(empty.status, 1);
		assert.match(empty.stdout, /^s390x pte 0x0000000000000400: empty$/m);
		const [table, byName] = await Promise.all([
			entry(['--entry', '0x1f5063', '--level', '2']),
			entry(['--entry', '0x1f5063', '--level', 'pmd']),
		]);
		assert.match(table.stdout, /^x86_64 pmd 0x00000000001f5063: table at 0x1f5000$/m);
		assert.equal(table.stdout, byName.stdout);
	});

	test('a mistake ends with status 2 and says what to write', async () => {
		const cases: [string[], RegExp][] = [
			[['walk', 'arenna'], /did you mean 'arena'/],
			[['walk', '0xzz'], /is no address: write 0xffff/],
			[['walk', 'page:x'], /'x' is no page/],
			[['walk', '0x10000000000000000'], /no address of x86_64: it has 64 bits/],
			[['walk', '0-1'], /no address of x86_64/],
			[['walk', '-a', 'arm6'], /did you mean 'arm64'/],
			[['walk', '--level', '1'], /--level is for a raw entry/],
			[['walk', 'arena', '--entry', '1'], /leave out 'arena'/],
			[['walk', '--entry', '1', '--seed', '1'], /leave out '--seed'/],
			[['walk', '--entry', 'x'], /'x' is no entry/],
			[['walk', '--entry', '1', '--level', 'pnd'], /did you mean 'pgd'|did you mean 'pmd'/],
			[['walk', '--entry', '1', '--level', '4'], /0 pgd, 1 pud, 2 pmd, 3 pte/],
			[['walk', '--entry', '0x10000000000000000'], /too large/],
			[['walk', '--image', 'gone'], /no dump in gone: no such file/],
			[['walk', '--image', 'gone', '--seed', '2'], /leave out --seed/],
		];

		for (const [argv, message] of cases) {
			const {status, stderr, stdout} = await runTables(argv);
			assert.equal(status, 2, argv.join(' '));
			assert.match(stderr, message);
			assert.equal(stdout, '');
		}
	});

	test('a folder that holds no dump, or a damaged one, is said to', async () => {
		const walkImage = async (manifest: string, memory: number) =>
			runTables(['walk', '--image', 'out'], {
				files: {'out/manifest.json': manifest},
				binaryFiles: {'out/memory.bin': new Uint8Array(memory)},
			});
		const {files} = await runTables(['dump', '-o', 'out', '--operations', '0']);
		const good = files.get('out/manifest.json') ?? '';
		const cases: [string, number, RegExp][] = [
			['{', 0, /it is not JSON/],
			['{"arch": "x86_64"}', 0, /not the manifest of a dump/],
			[good, 100, /memory\.bin has 100 bytes, the manifest says 50331648/],
			[good.replace('"physicalBase": "0x0"', '"physicalBase": "0x1000"'), 50331648, /physical base/],
		];

		for (const [manifest, memory, message] of cases) {
			const {status, stderr} = await walkImage(manifest, memory);
			assert.equal(status, 2);
			assert.match(stderr, message);
		}

		const other = await runTables(['walk', '--image', 'out', '-a', 'arm64'], {
			files: {'out/manifest.json': good},
		});
		assert.match(other.stderr, /the dump in out is of x86_64, not of arm64/);
	});
});
