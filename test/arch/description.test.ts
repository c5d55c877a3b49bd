/** The descriptions themselves: geometry, field tables, tests that exclude each other, and the known entry values. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Arch, Field, Level} from '../../source/arch/arch.ts';
import {encodeLeaf, encodeTable, leafPhys, matches, tableBytes, tablePhys} from '../../source/arch/entry.ts';
import {archById, archs, decodeEntry, entryKind} from '../../source/arch/index.ts';

const arm64Ids = ['', '-4k-39', '-4k-52', '-16k-47', '-16k-48', '-64k-42', '-64k-48'];
const expectedIds = [
	...['x86_64', 'x86_64-la57'],
	...arm64Ids.flatMap(id => [`arm64${id}`, `arm64${id}-nocontpte`]),
	...['riscv64-sv39', 'riscv64', 'riscv64-sv57'],
	...['s390x', 's390x-region2'],
	...['ppc64-radix-4k', 'ppc64-radix-64k'],
	...['loongarch64', 'loongarch64-4k', 'mips64'],
	...['sparc64', 'sparc64-sun4u', 'parisc64', 'parisc64-flush-all'],
	...['i386', 'i386-pae', 'arm', 'arm-lpae', 'riscv32', 'm68k', 'xtensa'],
	'generic',
];

function lastLevel(arch: Arch): Level {
	const last = arch.levels.at(-1);
	assert.ok(last !== undefined);
	return last;
}

/** Every bit of an entry has exactly one name, and no name is used twice. */
function assertCovers(fields: Field[], bits: number, what: string): void {
	let next = 0;
	for (const field of fields) {
		assert.equal(field.low, next, `${what}: ${field.name} begins at bit ${field.low}, not ${next}`);
		assert.ok(field.high >= field.low && field.text !== '', `${what}: ${field.name}`);
		next = field.high + 1;
	}
	assert.equal(next, bits, `${what}: fields end before bit ${bits}`);
	assert.equal(new Set(fields.map(field => field.name)).size, fields.length, `${what}: a name is used twice`);
}

describe('registry', () => {
	it('lists every mode once and finds it by id', () => {
		assert.deepEqual(
			archs.map(arch => arch.id),
			expectedIds,
		);
		for (const arch of archs) {
			assert.equal(archById(arch.id), arch);
		}
	});

	it('names the known ids for an unknown one', () => {
		assert.throws(() => archById('arm65'), /Unknown architecture 'arm65'.*arm64-nocontpte/);
	});

	it('gives CONFIG_ARM64_CONTPTE and the helper to one arm64 mode of each two, which are else the same', () => {
		for (const id of arm64Ids) {
			const [withContpte, without] = [archById(`arm64${id}`), archById(`arm64${id}-nocontpte`)];
			assert.equal(withContpte.defines.CONFIG_ARM64_CONTPTE, '1');
			assert.deepEqual({...without.defines, CONFIG_ARM64_CONTPTE: '1'}, withContpte.defines);
			assert.equal(withContpte.upstream.trySet, true);
			assert.deepEqual(without.upstream, {trySet: false, faultHook: true, arena: true});
			const {id: _, text: __, defines, upstream} = withContpte;
			assert.deepEqual(
				{...without, id: withContpte.id, text: withContpte.text, defines, upstream},
				withContpte,
			);
		}
	});
});

for (const arch of archs) {
	describe(arch.id, () => {
		it('has levels that join without a gap from the page offset to vaBits', () => {
			let top = arch.vaBits;
			for (const level of arch.levels) {
				assert.equal(level.shift + level.bits, top, level.name);
				top = level.shift;
			}
			assert.equal(top, arch.pageShift);
		});

		it('has addresses that suit the machine', () => {
			// A pointer's low 32 bits are an offset in the arena; with no more than those, its first table begins there.
			const boundary =
				arch.pointerBits === 64 ? 1n << 32n : 1n << BigInt(lastLevel(arch).shift + lastLevel(arch).bits);
			assert.equal(arch.vmallocStart % boundary, 0n);
			assert.equal(arch.userStart % boundary, 0n);
			const end = 1n << BigInt(arch.pointerBits);
			assert.ok(arch.vmallocStart + (1n << 26n) < end && arch.userStart + (1n << 26n) < end);
			if (arch.pointerBits === 32) {
				assert.match(arch.notes.join('; '), /upstream has no arena on 32-bit machines/);
				assert.equal(arch.upstream.arena, false);
			}
			assert.equal(arch.physOffset % (1n << BigInt(arch.pageShift)), 0n);
		});

		it('tells table, leaf and empty apart on every level', () => {
			for (const level of arch.levels) {
				const last = level === lastLevel(arch);
				assert.equal(level.table === undefined, last, `${level.name}: table`);
				assert.equal(entryKind(arch, level, level.empty), 'empty', level.name);
				if (level.table !== undefined) {
					const table = encodeTable(arch, level, arch.physOffset + 0x10_0000n);
					assert.equal(entryKind(arch, level, table), 'table', level.name);
					assert.equal(tablePhys(arch, level, table), arch.physOffset + 0x10_0000n);
				}
				if (level.table !== undefined && level.leaf !== undefined) {
					const common = level.table.mask & level.leaf.mask;
					assert.notEqual(level.table.value & common, level.leaf.value & common, `${level.name}: overlap`);
				}
			}
			assert.deepEqual(lastLevel(arch).leaf, arch.hardware.valid);
		});

		it('names every bit once', () => {
			for (const level of arch.levels) {
				const bits = level.entryBytes * 8;
				if (level === lastLevel(arch)) {
					assertCovers(arch.fields, bits, level.name);
				} else {
					assertCovers(level.tableFields ?? [], bits, `${level.name} table`);
					assertCovers(level.blockFields ?? arch.fields, bits, `${level.name} block`);
				}
			}
		});

		it('has an entry of the kernel that goes with the hardware entry, where there are two', () => {
			const {kernelLeaf} = arch;
			if (kernelLeaf === undefined) {
				return;
			}
			assertCovers(kernelLeaf.fields, 32, 'kernel entry');
			for (const [number, {pfn, value}] of kernelLeaf.vectors.entries()) {
				assert.equal((pfn << BigInt(arch.pageShift)) | kernelLeaf.pageKernel, value);
				assert.equal(matches(kernelLeaf.present, value), true);
				assert.equal(matches(kernelLeaf.present, kernelLeaf.empty), false);
				assert.equal(arch.vectors[number]?.pfn, pfn);
			}
		});

		it('encodes and decodes PAGE_KERNEL as listed', () => {
			assert.ok(arch.vectors.length > 0);
			const last = arch.levels.length - 1;
			for (const {pfn, value} of arch.vectors) {
				const phys = pfn << BigInt(arch.pageShift);
				assert.equal(encodeLeaf(arch, phys, arch.pageKernel), value);
				assert.equal(leafPhys(arch, lastLevel(arch), value), phys);
				assert.equal(entryKind(arch, lastLevel(arch), value), 'leaf');
				const fields = decodeEntry(arch, last, value);
				const sum = fields.reduce((total, field) => total | (field.value << BigInt(field.low)), 0n);
				assert.equal(sum, value);
				const frame = fields.find(field => field.name === 'frame');
				assert.equal(frame?.value, pfn);
			}
		});

		it('refuses addresses that do not fit an entry', () => {
			assert.throws(() => encodeLeaf(arch, 0x1001n, arch.pageKernel), /cannot hold/);
			assert.throws(() => encodeTable(arch, lastLevel(arch), 0x10_0000n), /last level/);
			if (arch.leafAddressMask !== 0xffff_ffff_ffff_f000n) {
				assert.throws(() => encodeLeaf(arch, 1n << 60n, arch.pageKernel), /cannot hold/);
			}
		});

		it('has tables of whole powers of two', () => {
			for (const level of arch.levels) {
				assert.equal(Math.log2(tableBytes(level)) % 1, 0, level.name);
			}
		});
	});
}

describe('known values', () => {
	it('has the sizes and empty entries of s390x', () => {
		const s390x = archById('s390x');
		assert.deepEqual(
			s390x.levels.map(level => [level.name, tableBytes(level), level.empty]),
			[
				['pgd', 16384, 0x24n],
				['pmd', 16384, 0x20n],
				['pte', 2048, 0x400n],
			],
		);
		// A zero entry is not empty: the hardware maps frame 0 with it.
		assert.equal(entryKind(s390x, lastLevel(s390x), 0n), 'leaf');
	});

	it('has the vectors of the 32-bit machines (arch-facts.md 2.2)', () => {
		const values = (id: string) => archById(id).vectors.map(({value}) => value);
		assert.deepEqual(values('i386-pae').at(-1), 0x8000_0012_3456_7163n);
		assert.deepEqual(values('riscv32'), [0x048d_14e7n]);
		assert.deepEqual(values('arm-lpae'), [0x00c0_0000_1234_571fn]);
		assert.deepEqual(values('arm'), [0x1234_545fn]);
		assert.deepEqual(archById('arm').kernelLeaf?.vectors, [{pfn: 0x12345n, value: 0x1234_565fn}]);
		assert.deepEqual(values('m68k'), [0x1234_5039n]);
	});

	it('takes zero for a page of xtensa, and 0x1c for empty', () => {
		const xtensa = archById('xtensa');
		assert.equal(entryKind(xtensa, lastLevel(xtensa), 0n), 'leaf');
		assert.equal(entryKind(xtensa, lastLevel(xtensa), 0x1cn), 'empty');
		assert.equal(entryKind(xtensa, xtensa.levels[0] as Level, 0n), 'empty');
	});

	it('has the table entries of x86-64 and riscv64', () => {
		const x86 = archById('x86_64');
		const riscv = archById('riscv64');
		assert.equal(encodeTable(x86, x86.levels[0] as Level, 0x12345000n), 0x12345067n);
		assert.equal(encodeTable(riscv, riscv.levels[0] as Level, 0x80012000n), 0x20004801n);
	});
});
