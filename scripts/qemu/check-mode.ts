/** One architecture mode: its dump, its machine, and what came of the check. */
import {execFile} from 'node:child_process';
import {rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Arch} from '../../source/arch/arch.ts';
import {leafTable, memoryReader} from '../../source/arch/index.ts';
import {defaultVariant} from '../../source/commands/commands.ts';
import {stillOperations, stillPrograms} from '../../source/commands/table-commands.ts';
import {dumpManifest} from '../../source/machine/dump-manifest.ts';
import type {ImageStore} from '../../source/machine/image-store.ts';
import {registerValue} from '../../source/machine/memory-image.ts';
import {bootStill} from '../../source/machine/still-machine.ts';
import {adapterOf, noLargePages} from './adapters.ts';
import {type CheckResult, checkImage, type Expectation, unusedBytes} from './check.ts';
import {entryBytes} from './entry-bytes.ts';
import {makeImage} from './made-image.ts';

/** What came of a mode. */
export interface ModeResult {
	mode: string;
	state: 'checked' | 'skipped' | 'failed';
	addresses: number;
	mapped: number;
	loads: number;
	differences: string[];
	/** What walked the tables, or why nothing did. */
	by: string;
	/** One line while the check goes on. */
	note: string;
}

/** Seed of the images that are made. */
const madeSeed = 1;

export interface CheckOptions {
	images: ImageStore;
	/** Where dumps are written. */
	folder: string;
	/** Check a machine's dump, not only what is made from the description. */
	dumps: boolean;
	/** Change an entry of the image before QEMU sees it. */
	broken: boolean;
}

/** Checks a mode; never rejects. */
export async function checkMode(arch: Arch, options: CheckOptions): Promise<ModeResult> {
	const without = (state: 'skipped' | 'failed', by: string): ModeResult => ({
		mode: arch.id,
		state,
		addresses: 0,
		mapped: 0,
		loads: 0,
		differences: [],
		by,
		note: `${state}: ${by}`,
	});
	const adapter = adapterOf(arch);

	if (typeof adapter === 'string') {
		return without('skipped', adapter);
	}

	const small = noLargePages(arch);

	try {
		const subjects = [
			...(options.dumps ? [await dumpArch(arch, options.images)] : []),
			{...makeImage(arch, madeSeed, small === undefined), name: 'made'},
		];
		const results: CheckResult[] = [];
		let by = '';

		for (const {name, bytes, kernelRoot, expectations} of subjects) {
			const machine = adapter({arch, kernelRoot, registers: registersFor(arch, kernelRoot)});
			by = small === undefined ? machine.how : `${machine.how}; ${small}`;

			if (!(await isThere(machine.binary))) {
				return without('skipped', `${machine.binary} is missing: apt-get install ${machine.package}`);
			}

			const path = join(options.folder, `${arch.id}-${name}.bin`);
			const shown = options.broken ? breakEntry(arch, kernelRoot, expectations, bytes) : bytes;
			await writeFile(path, shown.subarray(Number(unusedBytes)));
			const result = await checkImage(
				machine,
				{path, bytes, shown, physicalBase: arch.physOffset},
				expectations,
			);
			results.push({...result, differences: result.differences.map(line => `${name}: ${line}`)});
			await rm(path);
		}

		const sum = (count: (result: CheckResult) => number) => results.reduce((all, one) => all + count(one), 0);
		const addresses = sum(result => result.addresses);
		const differences = results.flatMap(result => result.differences);

		return {
			mode: arch.id,
			state: 'checked',
			addresses,
			mapped: sum(result => result.mapped),
			loads: sum(result => result.loads),
			differences,
			by,
			note: `${addresses} addresses, ${differences.length} differences`,
		};
	} catch (error) {
		return without('failed', error instanceof Error ? error.message : String(error));
	}
}

/** What is checked of a mode: memory with tables, and what must be found through them. */
interface Subject {
	name: string;
	bytes: Uint8Array;
	kernelRoot: bigint;
	expectations: Expectation[];
}

/** The registers of the description, for a root. */
function registersFor(arch: Arch, root: bigint): Map<string, bigint> {
	return new Map(
		(arch.walkRegisters ?? []).map(register => [
			register.name,
			registerValue(register, {kernelRoot: root, userRoot: root}),
		]),
	);
}

/** The dump of a machine, with the pairs of its manifest. */
async function dumpArch(arch: Arch, images: ImageStore): Promise<Subject> {
	const {manifest: image} = await images(arch.id);
	const programs = stillPrograms.filter(id => Object.hasOwn(image.programs, id));
	const machine = await bootStill(
		{arch: arch.id, variant: defaultVariant, cpus: 2, seed: 1, operations: stillOperations, programs},
		images,
	);
	const {pairs, roots} = dumpManifest(machine);

	return {
		name: 'dump',
		// The machine's memory is shared, which files do not take.
		bytes: machine.reader.bytes.slice(),
		kernelRoot: BigInt(roots.kernel),
		expectations: pairs.map(({address, phys}) => ({
			address: BigInt(address),
			phys: phys === null ? null : BigInt(phys),
		})),
	};
}

/** A copy of the memory in which one page's entry maps a frame beside the right one. */
function breakEntry(
	arch: Arch,
	root: bigint,
	expectations: readonly Expectation[],
	bytes: Uint8Array,
): Uint8Array {
	const copy = bytes.slice();
	const read = memoryReader(arch, new DataView(copy.buffer));

	for (const {address, phys} of expectations) {
		const table = phys === null ? null : leafTable(arch, read, root, address);

		if (table !== null) {
			const at = table.phys + BigInt(table.index * table.entryBytes);
			const lowestFrameBit = arch.leafAddressMask & -arch.leafAddressMask;
			const raw = (read(at, table.entryBytes) ?? 0n) ^ lowestFrameBit;
			copy.set(entryBytes(arch, raw, table.entryBytes), Number(at - arch.physOffset));
			return copy;
		}
	}

	throw new Error('there is no entry to break');
}

async function isThere(binary: string): Promise<boolean> {
	try {
		await promisify(execFile)(binary, ['--version']);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return false;
		}

		throw error;
	}
}
