/**
 * Compares one image with what a QEMU machine makes of it: every address is looked up by the debugger's walk (physical address
 * and contents) and loaded by an instruction (contents). Then every word that was loaded gets its own physical address as contents and is
 * loaded once more, so that the MMU's answer to a load is known to the byte too.
 */
import {bytesNumber, numberBytes} from './bytes.ts';
import {fromHex} from './gdb.ts';
import {type Guest, monitorPacket, startGuest} from './guest.ts';
import type {QemuMachine} from './machine.ts';

/** An address with what must be found there. */
export interface Expectation {
	address: bigint;
	/** Physical address, or null where an access must fault. */
	phys: bigint | null;
}

/** Nothing lies in an image below this (docs/machine.md), where QEMU's machines may have something of their own. */
export const unusedBytes = 0x1_0000n;

/** Physical memory; the file has it without its unused first bytes. */
export interface ImageFile {
	path: string;
	/** What QEMU is shown; the file has the same. */
	shown: Uint8Array;
	/** What contents are compared with. */
	bytes: Uint8Array;
	physicalBase: bigint;
}

export interface CheckResult {
	addresses: number;
	mapped: number;
	/** Loads that were executed, faults included. */
	loads: number;
	/** One line each. */
	differences: string[];
}

const hex = (value: bigint) => `0x${value.toString(16)}`;

/** Runs the check. Rejects when QEMU does not start or the guest does not get to where it can load. */
export async function checkImage(
	machine: QemuMachine,
	image: ImageFile,
	expectations: readonly Expectation[],
): Promise<CheckResult> {
	const needed = image.physicalBase + BigInt(image.bytes.length);
	const least = machine.leastRam ?? 0n;
	const guest = await startGuest({
		binary: machine.binary,
		arguments: machine.arguments,
		bigEndian: machine.bigEndian,
		files: [{path: image.path, at: image.physicalBase + unusedBytes}],
		ramBytes: needed > least ? needed : least,
	});

	try {
		if (machine.taken !== undefined) {
			const {at, bytes} = machine.taken;
			const from = Number(at - image.physicalBase);
			await guest.writePhysical(at, image.shown.subarray(from, from + bytes));
		}

		for (const {at, bytes} of machine.memory) {
			await guest.writePhysical(at, bytes);
		}

		await machine.enter(guest);
		return await compare(guest, machine, image, expectations);
	} finally {
		await guest.stop();
	}
}

async function compare(
	guest: Guest,
	machine: QemuMachine,
	image: ImageFile,
	expectations: readonly Expectation[],
): Promise<CheckResult> {
	const differences: string[] = [];
	const mapped = expectations.filter(({phys}) => phys !== null);
	const note = (address: bigint, what: string, found: string, expected: string) => {
		if (found !== expected) {
			differences.push(`${hex(address)}: ${what} ${found}, expected ${expected}`);
		}
	};
	let loads = 0;

	for (const {address, phys} of expectations) {
		const contents = phys === null ? 'fault' : contentsAt(image, machine, phys);

		if (machine.noLook !== true) {
			const seen = await look(guest, machine, address);
			note(address, 'the debugger translates to', seen.phys, phys === null ? 'unmapped' : hex(phys));
			note(address, 'the debugger reads', seen.contents, contents);
		}

		note(address, 'the load gives', await load(guest, machine, address), contents);
		loads += 1;
	}

	for (const {phys} of mapped) {
		await guest.writePhysical(
			phys ?? 0n,
			numberBytes(stamp(phys ?? 0n, machine), machine.loadBytes, machine.bigEndian),
		);
	}

	for (const {address, phys} of mapped) {
		const found = await load(guest, machine, address);
		note(address, 'the load reaches the word marked', found, hex(stamp(phys ?? 0n, machine)));
		loads += 1;
	}

	return {addresses: expectations.length, mapped: mapped.length, loads, differences};
}

/** A word that only one physical address has: the address, with a bit set that no multiple of 8 has. */
function stamp(phys: bigint, {loadBytes}: QemuMachine): bigint {
	return BigInt.asUintN(loadBytes * 8, phys | 5n);
}

function contentsAt(image: ImageFile, {loadBytes, bigEndian}: QemuMachine, phys: bigint): string {
	const at = Number(phys - image.physicalBase);

	return hex(bytesNumber(image.bytes.subarray(at, at + loadBytes), bigEndian));
}

/** What the stub finds at a virtual address. */
async function look(
	guest: Guest,
	machine: QemuMachine,
	address: bigint,
): Promise<{phys: string; contents: string}> {
	const answers = await guest.ask(
		...guest.settings(machine.beforeLook ?? machine.beforeLoad),
		monitorPacket(`gva2gpa ${hex(address)}`),
		`m${address.toString(16)},${machine.loadBytes.toString(16)}`,
	);
	const [translated = '', read = ''] = answers.slice(-2);
	const phys = /gpa: (0x[\da-f]+)/.exec(translated)?.[1];

	return {
		phys:
			phys === undefined
				? translated.startsWith('Unmapped')
					? 'unmapped'
					: `'${translated}'`
				: hex(BigInt(phys)),
		contents: /^E/.test(read) ? 'fault' : hex(bytesNumber(fromHex(read), machine.bigEndian)),
	};
}

/** What the loading instruction makes of an address. */
async function load(guest: Guest, machine: QemuMachine, address: bigint): Promise<string> {
	const {names, after} = machine;
	const answers = await guest.ask(...guest.settings([...machine.beforeLoad, [names.address, address]]), 's');
	const wrong = answers.slice(0, -1).find(answer => answer !== 'OK');

	if (wrong !== undefined) {
		throw new Error(`QEMU answers '${wrong}' to the registers of a load`);
	}

	for (let left = (machine.mostSteps ?? 1) - 1; ; left--) {
		const [counter = '', loaded = ''] = await guest.ask(
			guest.registerPacket(names.counter),
			guest.registerPacket(names.loaded),
		);
		const at = guest.registerValue(counter);

		if (at === after.fault) {
			return 'fault';
		}

		if (at === after.load) {
			return hex(guest.registerValue(loaded));
		}

		if (left === 0) {
			return `end at ${hex(at)}`;
		}

		await guest.step();
	}
}
