/**
 * Three descriptions of each mode against each other on the host: the accessors of `pgtable.h`, the generated C walker and
 * the TypeScript walk. A big-endian mode runs with the host's byte order here, which checks its values and not its bytes.
 */
import assert from 'node:assert/strict';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, describe, it} from 'node:test';
import type {Arch} from '../../source/arch/arch.ts';
import {
	archs,
	encodeLeaf,
	encodeTable,
	memoryReader,
	type ReadEntry,
	type Walk,
	walk,
} from '../../source/arch/index.ts';
import {buildHarness, runHarness, whyNotNative} from './support/native.ts';
import {makeTables} from './support/table-builder.ts';

const memoryBytes = 0x21_0000;
const lowBytes = 0x1_0000;
const skip = whyNotNative() ?? false;
if (skip !== false) {
	console.log(`native checks of the architectures skipped: ${skip}`);
}

/** Flags of `asm/hw_walk.h` that a walk in TypeScript gives. */
function flagsOf(result: Walk): number {
	if (result.end === 'non-canonical') {
		return 64;
	}
	if (result.end === 'bus-error') {
		return 32;
	}
	if (result.result === null) {
		return 0;
	}
	const {writable, user, accessed, dirty} = result.result;
	return 1 + (writable ? 2 : 0) + (user ? 4 : 0) + (accessed ? 8 : 0) + (dirty ? 16 : 0);
}

/** The words the harness prints for a walk, from the walk in TypeScript. */
function walkWords(arch: Arch, read: ReadEntry, root: bigint, address: bigint): string[] {
	const result = walk(arch, read, root, address);
	const lastStep = result.steps.at(-1);
	const level = result.end === 'bus-error' ? result.steps.length : (lastStep?.level ?? 0);
	const at = lastStep === undefined ? 0n : lastStep.entryPhys - arch.physOffset;
	return [
		address.toString(16),
		flagsOf(result).toString(16),
		(lastStep?.raw ?? 0n).toString(16),
		at.toString(16),
		(result.result?.phys ?? 0n).toString(16),
		String(level),
		String(result.result?.pageShift ?? 0),
	];
}

/** A repeatable sequence of 64-bit numbers. */
function numbers(seed: bigint): () => bigint {
	let state = seed;
	return () => {
		state ^= (state << 13n) & 0xffff_ffff_ffff_ffffn;
		state ^= state >> 7n;
		state ^= (state << 17n) & 0xffff_ffff_ffff_ffffn;
		return state;
	};
}

/** Forms of `ptep_try_set()` that are run: as upstream has it, and the one that is right for the architecture. */
const forms = [
	{name: 'upstream', candidate: 0},
	{name: 'right', candidate: 2},
];

/** Whether `ptep_get_and_clear()` of this form leaves an empty entry alone and takes another one by compare-and-exchange. */
function takesByCompare(arch: Arch, candidate: number): boolean {
	return candidate === 2 && arch.family === 's390x';
}

/** What the entry of an address must hold after the logged calls; also checks what each call returned. */
function replay(arch: Arch, candidate: number, lines: string[][]): Map<string, bigint> {
	const empty = arch.levels.at(-1)?.empty ?? 0n;
	const entries = new Map<string, bigint>();
	for (const [kind, name, user, address = '', pfn, result] of lines) {
		if (kind !== 'op') {
			continue;
		}
		const before = entries.get(address) ?? empty;
		const prot = user === '1' ? arch.pageUser : arch.pageKernel;
		const entry = encodeLeaf(arch, BigInt(`0x${pfn}`) << BigInt(arch.pageShift), prot);
		const returned = BigInt(`0x${result}`);
		switch (name) {
			case 'set':
				entries.set(address, entry);
				break;
			case 'clear':
				entries.set(address, empty);
				break;
			case 'get_and_clear':
				assert.equal(returned, before);
				entries.set(address, empty);
				break;
			case 'try_set':
				{
					const ignored = candidate === 2 ? arch.noneIgnores : 0n;
					const isDone = (before & ~ignored) === empty;
					assert.equal(returned, isDone ? 1n : 0n);
					entries.set(address, isDone ? entry : before);
				}
				break;
			case 'stray':
				assert.equal(returned & ~arch.noneIgnores, before & ~arch.noneIgnores);
				entries.set(address, returned);
				break;
			case 'get':
				assert.equal(returned, before);
				break;
			default:
				assert.fail(`unknown call ${name}`);
		}
	}
	return entries;
}

for (const [mode, {name: form, candidate}] of archs.flatMap(arch =>
	forms.map(each => [arch, each] as const),
)) {
	describe(`native ${mode.id}, ${form}`, {skip}, () => {
		const arch: Arch = {...mode, bigEndian: false};
		const last = arch.levels.length - 1;
		let directory: string | null = null;
		const built = () => {
			directory ??= buildHarness(arch, candidate);
			return directory;
		};
		after(() => {
			if (directory !== null) {
				rmSync(directory, {recursive: true});
			}
		});

		it('accessors, C walker and TypeScript walk agree on random calls', test => {
			for (const seed of ['1', '2', '3']) {
				const lines = runHarness(built(), ['sequence', seed, 'dump']);
				if (lines === null) {
					test.skip('the host maps nothing at 64 KiB');
					return;
				}
				const only = (kind: string) => lines.filter(line => line[0] === kind);
				const memory = new DataView(new ArrayBuffer(memoryBytes));
				new Uint8Array(memory.buffer).set(readFileSync(join(built(), 'dump')), lowBytes);
				const read = memoryReader(arch, memory);
				const roots = (only('roots')[0] ?? []).slice(1).map(word => BigInt(`0x${word}`));
				assert.deepEqual(only('prot')[0]?.slice(1), [
					arch.pageKernel.toString(16),
					arch.pageUser.toString(16),
				]);
				const expected = replay(arch, candidate, lines);
				assert.equal(only('entry').length, 24);
				const walks = only('walk');
				for (const [number, entry] of only('entry').entries()) {
					const [, user, address = '', at, raw, ...tests] = entry;
					const root = roots[Number(user)] ?? 0n;
					const value = BigInt(`0x${raw}`);
					const empty = arch.levels[last]?.empty ?? 0n;
					assert.equal(value, expected.get(address) ?? empty);
					const result = walk(arch, read, root, BigInt(`0x${address}`));
					assert.equal(result.steps[last]?.raw, value);
					assert.equal(result.steps[last]?.entryPhys, BigInt(`0x${at}`) + arch.physOffset);
					const bits = tests.slice(0, 5);
					if ((value & ~arch.noneIgnores) === empty) {
						assert.deepEqual(bits.slice(0, 2), ['1', '0']);
						assert.equal(result.end, 'not-mapped');
					} else {
						assert.deepEqual(bits, ['0', '1', '1', '1', '1']);
						const pfn = BigInt(`0x${tests[5]}`);
						assert.equal(result.result?.phys, pfn << BigInt(arch.pageShift));
						assert.equal(result.result?.user, user === '1' || arch.hardware.user === null);
					}
					const words = walks[number] ?? [];
					const walked = BigInt(`0x${words[1]}`);
					assert.deepEqual(words.slice(1), walkWords(arch, read, root, walked));
				}
				const names = only('op').map(line => line[1]);
				assert.equal(names.includes('try_set'), candidate === 2 || arch.upstream.trySet);
				assert.equal(names.includes('stray'), arch.noneIgnores !== 0n);
				const [events, wrong, ipte, exchanges] = (only('trace')[0] ?? []).slice(1).map(Number);
				const byCompare = takesByCompare(arch, candidate);
				const stores = only('op').filter(
					([, name = '', , , , result]) =>
						!['get', 'stray'].includes(name) &&
						(name !== 'try_set' || result === '1') &&
						(name !== 'get_and_clear' || !byCompare || result !== '400'),
				);
				assert.equal(events, stores.length);
				assert.equal(wrong, 0);
				// Each store is one exchange: nothing is read first and written later.
				const compares = ['try_set', ...(byCompare ? ['get_and_clear'] : [])];
				assert.equal(exchanges, stores.filter(([, name = '']) => !compares.includes(name)).length);
				const clearedValid = only('op').filter(
					([, name, , , , result]) => name === 'get_and_clear' && result !== '400',
				);
				assert.equal(ipte, arch.invalidBit === undefined ? 0 : clearedValid.length);
				// The right form marks new mappings itself, so there is a mark to begin with.
				const marked = candidate === 2 ? ['1', '0', '1', '0', '2'] : ['0', '0', '1', '0', '1'];
				assert.deepEqual(
					only('fault_entry')[0]?.slice(1),
					arch.notPresentCached === 'yes' ? marked : ['0', '0', '0', '0', '0'],
				);
				const flushes = candidate === 2 ? arch.breakBeforeMake : arch.defines.CONFIG_ARM64_CONTPTE === '1';
				assert.equal(only('before_set')[0]?.[1], flushes ? '1' : 'none');
			}
		});

		it('what is set with ptep_try_set() is cleared once', test => {
			if (candidate === 0 && (!arch.upstream.trySet || arch.clear === 'split')) {
				test.skip('upstream has no ptep_try_set() here, or no atomic clear');
				return;
			}
			const lines = runHarness(built(), ['owners']);
			if (lines === null) {
				test.skip('the host maps nothing at 64 KiB');
				return;
			}
			assert.deepEqual(lines, [['owners', '0', '0']]);
		});

		// The walker is the same whatever the form.
		const walker = {skip: candidate === 0 ? false : 'the walker is the same as upstream'};
		it('C walker and TypeScript walk agree on damaged tables', walker, test => {
			const next = numbers(BigInt(arch.vmallocStart) | 1n);
			const tables = makeTables(arch, memoryBytes);
			const addresses: bigint[] = [];
			// Both ends of memory and what lies just beyond, then any page.
			const page = 1n << BigInt(arch.pageShift);
			const [start, end] = [BigInt(lowBytes) / page, BigInt(memoryBytes) / page];
			const pages = [0n, start - 1n, start, end - 1n, end, end];
			for (let count = 0; count < 16; count++) {
				const address = arch.vmallocStart + (next() % 8n) * (1n << 32n) + (next() % 600n) * page;
				addresses.push(address, address ^ (1n << 32n), address ^ (page - 1n), address ^ (1n << 62n));
				addresses.push(address ^ (1n << BigInt(arch.vaBits)), address ^ (1n << BigInt(arch.vaBits - 1)));
				tables.write(address, last, encodeLeaf(arch, arch.physOffset + 0x8_0000n, arch.pageKernel));
			}
			const read = memoryReader(arch, tables.memory);
			const good = new Uint8Array(tables.memory.buffer.slice(0));
			const bits = arch.levels.map(level => BigInt(level.entryBytes * 8));
			const ends = new Set<string>();
			for (let round = 0; round < 16; round++) {
				new Uint8Array(tables.memory.buffer).set(good);
				for (let damages = 0; damages < 5; damages++) {
					const address = addresses[Number(next() % 16n) * 6] ?? 0n;
					const path = walk(arch, read, tables.root, address).steps;
					const level = Number(next() % BigInt(last + 1));
					const step = path[level];
					if (step === undefined) {
						continue;
					}
					const description = arch.levels[level];
					assert.ok(description !== undefined);
					const kind = Number(next() % 4n);
					const damaged = [
						step.raw ^ (1n << (next() % (bits[level] ?? 64n))),
						step.raw ^ (1n << (next() % 12n)),
						next(),
						description.table === undefined
							? encodeLeaf(arch, arch.physOffset, arch.pageUser)
							: encodeTable(
									arch,
									description,
									arch.physOffset + (pages[Number(next() % 8n)] ?? next() % (2n * end)) * page,
								),
					][kind];
					assert.ok(damaged !== undefined);
					tables.memory.setBigUint64(Number(step.entryPhys - arch.physOffset), damaged, true);
				}
				writeFileSync(join(built(), 'image'), new Uint8Array(tables.memory.buffer));
				const input = addresses.map(address => address.toString(16)).join('\n');
				const lines = runHarness(built(), ['walk', 'image', tables.root.toString(16)], input);
				if (lines === null) {
					test.skip('the host maps nothing at 64 KiB');
					return;
				}
				assert.equal(lines.filter(line => line[0] === 'walk').length, addresses.length);
				checkWalks(arch, tables.memory, tables.root, lines);
				for (const address of addresses) {
					ends.add(walk(arch, read, tables.root, address).end);
				}
			}
			assert.deepEqual([...ends].sort(), ['bus-error', 'mapped', 'non-canonical', 'not-mapped']);
		});

		it('the trace of two racing threads adds up', test => {
			const lines = runHarness(built(), ['race']);
			if (lines === null) {
				test.skip('the host maps nothing at 64 KiB');
				return;
			}
			const [name, traced, found] = lines[0] ?? [];
			assert.equal(name, 'race');
			assert.equal(traced, found);
		});
	});
}

/**
 * Compares each printed walk with the walk in TypeScript, in order; `read` and `write` lines come after the accessed and
 * dirty bits were set, which is done to `memory` here the way the description says.
 */
function checkWalks(arch: Arch, memory: DataView, root: bigint, lines: string[][]): void {
	const read = memoryReader(arch, memory);
	const {accessedMask, dirtyMask, setsAccessedDirty} = arch.hardware;
	for (const [kind, ...words] of lines) {
		const address = BigInt(`0x${words[0]}`);
		const lastStep = walk(arch, read, root, address).steps.at(-1);
		if (kind !== 'walk' && setsAccessedDirty === 'hardware' && lastStep !== undefined) {
			const set = kind === 'write' ? accessedMask | dirtyMask : accessedMask;
			memory.setBigUint64(Number(lastStep.entryPhys - arch.physOffset), lastStep.raw | set, true);
		}
		assert.deepEqual(words, walkWords(arch, read, root, address), `${kind} ${words[0]}`);
	}
}
