/** One architecture mode: its dump, its machine, and what came of the check. */
import {execFile} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Arch} from '../../source/arch/arch.ts';
import {leafTable, memoryReader} from '../../source/arch/index.ts';
import {comparePrograms, defaultVariant} from '../../source/commands/commands.ts';
import {stillOperations, stillPrograms} from '../../source/commands/table-commands.ts';
import {type DumpManifest, dumpManifest} from '../../source/machine/dump-manifest.ts';
import type {ImageStore} from '../../source/machine/image-store.ts';
import {bootStill} from '../../source/machine/still-machine.ts';
import {adapterOf} from './adapters.ts';
import {numberBytes} from './bytes.ts';
import {checkImage, type ImageFile} from './check.ts';

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

export interface CheckOptions {
	images: ImageStore;
	/** Where dumps are written. */
	folder: string;
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

	try {
		const {manifest, bytes} = await dumpArch(arch, options.images);
		const machine = adapter({
			arch,
			kernelRoot: BigInt(manifest.roots.kernel),
			registers: new Map(manifest.registers.map(({name, value}) => [name, BigInt(value)])),
		});

		if (!(await isThere(machine.binary))) {
			return without('skipped', `${machine.binary} is missing: apt-get install ${machine.package}`);
		}

		const path = join(options.folder, `${arch.id}.bin`);
		await writeFile(path, options.broken ? breakEntry(arch, manifest, bytes) : bytes);
		const image: ImageFile = {path, bytes, physicalBase: arch.physOffset};
		const expected = manifest.pairs.map(({address, phys}) => ({
			address: BigInt(address),
			phys: phys === null ? null : BigInt(phys),
		}));
		const result = await checkImage(machine, image, expected);

		return {
			...result,
			mode: arch.id,
			state: 'checked',
			by: machine.how,
			note: `${result.addresses} addresses, ${result.differences.length} differences`,
		};
	} catch (error) {
		return without('failed', error instanceof Error ? error.message : String(error));
	}
}

async function dumpArch(
	arch: Arch,
	images: ImageStore,
): Promise<{manifest: DumpManifest; bytes: Uint8Array}> {
	const {manifest: image} = await images(arch.id);
	const programs = [...new Set([...comparePrograms, ...stillPrograms])].filter(id =>
		Object.hasOwn(image.programs, id),
	);
	const machine = await bootStill(
		{arch: arch.id, variant: defaultVariant, cpus: 2, seed: 1, operations: stillOperations, programs},
		images,
	);

	// The machine's memory is shared, which files and sockets do not take.
	return {manifest: dumpManifest(machine), bytes: machine.reader.bytes.slice()};
}

/** A copy of the memory in which one page's entry maps the frame after the right one. */
function breakEntry(arch: Arch, manifest: DumpManifest, bytes: Uint8Array): Uint8Array {
	const copy = bytes.slice();
	const pair = manifest.pairs.find(({phys}) => phys !== null);
	const address = BigInt(pair?.address ?? 0);
	const read = memoryReader(arch, new DataView(copy.buffer));
	const table = leafTable(arch, read, BigInt(manifest.roots.kernel), address);

	if (table === null) {
		throw new Error('there is no entry to break');
	}

	const at = table.phys + BigInt(table.index * table.entryBytes);
	const raw = read(at, table.entryBytes) ?? 0n;
	const lowestFrameBit = arch.leafAddressMask & -arch.leafAddressMask;
	copy.set(numberBytes(raw ^ lowestFrameBit, table.entryBytes, arch.bigEndian), Number(at - arch.physOffset));

	return copy;
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
