/**
 * Three descriptions of each mode against each other on the host: the accessors of `pgtable.h`, the generated C walker and
 * the TypeScript walk. A big-endian mode runs with the host's byte order here, which checks its values and not its bytes.
 * The modes are shared out among test files, each of which has its own time.
 */
import assert from 'node:assert/strict';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import type {Arch, Level} from '../../../source/arch/arch.ts';
import {entriesLittleEndian} from '../../../source/arch/entry.ts';
import {
	encodeLeaf,
	encodeTable,
	memoryReader,
	type ReadEntry,
	type Walk,
	walk,
} from '../../../source/arch/index.ts';
import {
	bitsOfPage,
	exchangesOf,
	faultEntryWords,
	flushesBeforeSet,
	isNone,
	kernelView,
	replay,
} from './entry-model.ts';
import {buildHarness, runHarness, whyNotNative} from './native.ts';
import {makeTables, type Tables} from './table-builder.ts';

const memoryBytes = 0x21_0000;
const lowBytes = 0x1_0000;
/** Why there are no native checks here, or false. */
export const nativeSkip = whyNotNative() ?? false;
if (nativeSkip !== false) {
	console.log(`native checks of the architectures skipped: ${nativeSkip}`);
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

/** One check of a mode, for a test of its name. */
export interface NativeCheck {
	name: string;
	/** Why it does not apply, or false. */
	skip: string | false;
	run(test: TestContext): void;
}

/** The checks of a mode with one form of `ptep_try_set()`. */
export interface NativeRun {
	title: string;
	checks: NativeCheck[];
	/** To be called when all are done. */
	clean(): void;
}

/** The checks of these modes with each form. A test file declares them, as its own: what it holds is counted. */
export function nativeRuns(modes: readonly Arch[]): NativeRun[] {
	return modes.flatMap(mode =>
		forms.map(({name, candidate}) => ({
			title: `native ${mode.id}, ${name}`,
			...checksOf({...mode, bigEndian: false}, candidate),
		})),
	);
}

/** `arch` has the host's byte order. */
function checksOf(arch: Arch, candidate: number): Omit<NativeRun, 'title'> {
	const kernel = kernelView(arch);
	const last = arch.levels.length - 1;
	let directory: string | null = null;
	const built = () => {
		directory ??= buildHarness(arch, candidate);
		return directory;
	};
	const clean = () => {
		if (directory !== null) {
			rmSync(directory, {recursive: true});
		}
	};
	const checks: NativeCheck[] = [];
	const it = (name: string, run: NativeCheck['run'], skip: NativeCheck['skip'] = false) => {
		checks.push({name, skip, run});
	};

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
				kernel.pageKernel.toString(16),
				kernel.pageUser.toString(16),
			]);
			const {entries: expected, events: expectedEvents} = replay(kernel, candidate, lines);
			assert.equal(only('entry').length, 24);
			const walks = only('walk');
			for (const [number, entry] of only('entry').entries()) {
				const [, user, address = '', at, raw, ...tests] = entry;
				const root = roots[Number(user)] ?? 0n;
				const value = BigInt(`0x${raw}`);
				const empty = arch.levels[last]?.empty ?? 0n;
				assert.equal(value, expected.get(address) ?? empty);
				const result = walk(arch, read, root, BigInt(`0x${address}`));
				const offset = BigInt(arch.kernelLeaf?.offset ?? 0);
				assert.equal(result.steps[last]?.entryPhys, BigInt(`0x${at}`) - offset + arch.physOffset);
				const bits = tests.slice(0, 5);
				if (isNone(arch, value)) {
					assert.deepEqual(bits.slice(0, 2), ['1', '0']);
					assert.equal(result.end, 'not-mapped');
					assert.equal(result.steps[last]?.raw, arch.kernelLeaf === undefined ? value : empty);
				} else {
					assert.deepEqual(bits, bitsOfPage(arch, user === '1'));
					const pfn = BigInt(`0x${tests[5]}`);
					const phys = pfn << BigInt(arch.pageShift);
					// Of two entries the hardware's says the same as the kernel's.
					const derived = encodeLeaf(arch, phys, user === '1' ? arch.pageUser : arch.pageKernel);
					assert.equal(result.steps[last]?.raw, arch.kernelLeaf === undefined ? value : derived);
					assert.equal(result.result?.phys, phys);
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
			assert.equal(events, expectedEvents);
			assert.equal(wrong, 0);
			assert.equal(exchanges, exchangesOf(arch, candidate, lines) ?? exchanges);
			const clearedValid = only('op').filter(
				([, name, , , , result]) => name === 'get_and_clear' && result !== '400',
			);
			assert.equal(ipte, arch.invalidBit === undefined ? 0 : clearedValid.length);
			assert.deepEqual(only('fault_entry')[0]?.slice(1), faultEntryWords(arch, candidate, expected));
			assert.equal(only('before_set')[0]?.[1], flushesBeforeSet(arch, candidate));
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
	const walkerSkip = candidate === 0 ? false : 'the walker is the same as upstream';
	const walkDamaged: NativeCheck['run'] = test => {
		const next = numbers(BigInt(arch.vmallocStart) | 1n);
		const tables = makeTables(arch, memoryBytes);
		const addresses: bigint[] = [];
		// Both ends of memory and what lies just beyond, then any page.
		const page = 1n << BigInt(arch.pageShift);
		const [start, end] = [BigInt(lowBytes) / page, BigInt(memoryBytes) / page];
		const pages = [0n, start - 1n, start, end - 1n, end, end];
		// Areas that share no table below the root.
		const area = arch.pointerBits === 64 ? 1n << 32n : 1n << 25n;
		for (let count = 0; count < 16; count++) {
			const address = arch.vmallocStart + (next() % 8n) * area + (next() % 600n) * page;
			addresses.push(address, address ^ area, address ^ (page - 1n));
			addresses.push(
				...[62, arch.vaBits, arch.vaBits - 1].map(bit =>
					BigInt.asUintN(arch.pointerBits, address ^ (1n << BigInt(bit))),
				),
			);
			tables.write(address, last, encodeLeaf(arch, arch.physOffset + 0x8_0000n, arch.pageKernel));
		}
		const read = memoryReader(arch, tables.memory);
		const good = new Uint8Array(tables.memory.buffer.slice(0));
		const bits = arch.levels.map(level => BigInt(level.entryBytes * 8));
		const ends = new Set<string>();
		const rounds: Damage[][] = [];
		for (let round = 0; round < 16; round++) {
			const done: Damage[] = [];
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
				const damage = {phys: step.entryPhys, level: description, raw: damaged};
				tables.put(damage.phys, damage.level, damage.raw);
				done.push(damage);
			}
			rounds.push(done);
		}
		// One run for all rounds: a process for each would take most of the time.
		writeFileSync(join(built(), 'image'), good.subarray(lowBytes));
		const walked = addresses.map(address => address.toString(16));
		const input = rounds.map(done => ['round', ...done.map(damage => putWords(arch, damage)), ...walked]);
		const lines = runHarness(built(), ['walk', 'image', tables.root.toString(16)], input.flat().join('\n'));
		if (lines === null) {
			test.skip('the host maps nothing at 64 KiB');
			return;
		}
		for (const done of rounds) {
			new Uint8Array(tables.memory.buffer).set(good);
			for (const {phys, level, raw} of done) {
				tables.put(phys, level, raw);
			}
			assert.deepEqual(lines.shift(), ['round']);
			const end = lines.findIndex(([word]) => word === 'round');
			const ofRound: string[][] = lines.splice(0, end < 0 ? lines.length : end);
			assert.equal(ofRound.filter(line => line[0] === 'walk').length, addresses.length);
			checkWalks(arch, tables, ofRound);
			for (const address of addresses) {
				ends.add(walk(arch, read, tables.root, address).end);
			}
		}
		assert.deepEqual(
			[...ends].sort(),
			arch.vaBits === arch.pointerBits
				? ['bus-error', 'mapped', 'not-mapped']
				: ['bus-error', 'mapped', 'non-canonical', 'not-mapped'],
		);
	};
	it('C walker and TypeScript walk agree on damaged tables', walkDamaged, walkerSkip);

	it('the trace of two racing threads adds up', test => {
		const lines = runHarness(built(), ['race']);
		if (lines === null) {
			test.skip('the host maps nothing at 64 KiB');
			return;
		}
		const [name, traced, found] = lines[0] ?? [];
		assert.equal(name, 'race');
		assert.equal(traced, found);
		// What the two leave behind is the same to the kernel and to the hardware.
		if (candidate === 2) {
			const [, , flags, , , phys] = lines[1] ?? [];
			const [, none, pfn] = lines[2] ?? [];
			assert.equal(Number(`0x${flags}`) & 1, none === '1' ? 0 : 1);
			const frame = none === '1' ? 0n : BigInt(`0x${pfn}`) << BigInt(arch.pageShift);
			assert.equal(BigInt(`0x${phys}`), frame);
		}
	});
	return {checks, clean};
}

/** An entry that is written over. */
interface Damage {
	phys: bigint;
	level: Level;
	raw: bigint;
}

/** What tells the harness to do a damage: the entry as it lies in memory, read as a word of the host. */
function putWords(arch: Arch, {phys, level, raw}: Damage): string {
	const bytes = new DataView(new ArrayBuffer(8));
	if (level.entryBytes === 8) {
		bytes.setBigUint64(0, raw, entriesLittleEndian(arch));
	} else {
		bytes.setUint32(0, Number(BigInt.asUintN(32, raw)), entriesLittleEndian(arch));
	}
	const at = (phys - arch.physOffset).toString(16);
	return `put ${at} ${level.entryBytes} ${bytes.getBigUint64(0, true).toString(16)}`;
}

/**
 * Compares each printed walk with the walk in TypeScript, in order; `read` and `write` lines come after the accessed and
 * dirty bits were set, which is done to the tables' memory here the way the description says.
 */
function checkWalks(arch: Arch, {memory, root, put}: Tables, lines: string[][]): void {
	const read = memoryReader(arch, memory);
	const {accessedMask, dirtyMask, setsAccessedDirty} = arch.hardware;
	for (const [kind, ...words] of lines) {
		const address = BigInt(`0x${words[0]}`);
		const lastStep = walk(arch, read, root, address).steps.at(-1);
		const sets = setsAccessedDirty === 'hardware' || setsAccessedDirty === 'miss-handler';
		if (kind !== 'walk' && sets && lastStep !== undefined) {
			const isWritable = walk(arch, read, root, address).result?.writable === true;
			const isDirty = kind === 'write' && (setsAccessedDirty === 'hardware' || isWritable);
			const set = isDirty ? accessedMask | dirtyMask : accessedMask;
			const level = arch.levels[lastStep.level];
			assert.ok(level !== undefined);
			put(lastStep.entryPhys, level, lastStep.raw | set);
		}
		assert.deepEqual(words, walkWords(arch, read, root, address), `${kind} ${words[0]}`);
	}
}
