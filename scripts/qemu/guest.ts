/**
 * One QEMU process with a bare CPU and RAM from physical address 0 on: no firmware, no devices. Everything is done through
 * its GDB stub, that of the monitor included.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {bytesNumber, numberBytes} from './bytes.ts';
import {connectGdb, fromHex, type Gdb, toHex} from './gdb.ts';

/** What a guest is made of. */
export interface GuestOptions {
	/** `qemu-system-x86_64` */
	binary: string;
	/** Arguments beside memory, loader and stub: the CPU, and the machine unless it is `none`. */
	arguments: readonly string[];
	/** Files that are in RAM from the start, by physical address. */
	files: readonly {path: string; at: bigint}[];
	/** Bytes of RAM. */
	ramBytes: bigint;
	/** Byte order of registers as the stub has them. */
	bigEndian: boolean;
}

/** A register with the value it is to have. */
export type Setting = readonly [name: string, value: bigint];

export interface Guest {
	/** Packets that set registers, to be sent in front of others. */
	settings(settings: readonly Setting[]): string[];
	set(settings: readonly Setting[]): Promise<void>;
	/** Executes one instruction, or takes the exception that it raises. */
	step(): Promise<void>;
	/** Packet that reads a register, and the number in its answer. */
	registerPacket(name: string): string;
	registerValue(answer: string): bigint;
	register(name: string): Promise<bigint>;
	/** Sends packets at once. */
	ask(...packets: string[]): Promise<string[]>;
	readPhysical(at: bigint, bytes: number): Promise<Uint8Array>;
	writePhysical(at: bigint, bytes: Uint8Array): Promise<void>;
	stop(): Promise<void>;
}

interface Register {
	number: number;
	bytes: number;
}

/** Packet of a monitor command; the answer is what it prints, then OK. */
export function monitorPacket(command: string): string {
	return `qRcmd,${toHex(Buffer.from(command))}`;
}

/** Starts QEMU, stopped before the first instruction. Rejects with what QEMU said when it does not start. */
export async function startGuest(options: GuestOptions): Promise<Guest> {
	const folder = await mkdtemp(join(tmpdir(), 'ptelab-qemu-'));
	const socket = join(folder, 'gdb');
	const mebibytes = (options.ramBytes + 0xf_ffffn) >> 20n;
	const machine = options.arguments.includes('-M') ? [] : ['-M', 'none'];
	const child = spawn(
		options.binary,
		[
			...machine,
			...options.arguments,
			...[
				'-m',
				`${mebibytes}M`,
				'-S',
				'-nodefaults',
				'-display',
				'none',
				'-serial',
				'none',
				'-monitor',
				'none',
			],
			...['-gdb', `unix:${socket},server=on,wait=off`],
			...options.files.flatMap(({path, at}) => [
				'-device',
				`loader,file=${path},addr=0x${at.toString(16)},force-raw=on`,
			]),
		],
		{stdio: ['ignore', 'ignore', 'pipe']},
	);
	let said = '';
	child.stderr.on('data', (data: Buffer) => {
		said += data.toString();
	});
	const ended = new Promise<never>((_, reject) => {
		child.once('error', reject);
		child.once('exit', code => reject(new Error(`${options.binary} ended (${code}): ${said.trim()}`)));
	});
	ended.catch(() => {});

	try {
		const gdb = await Promise.race([connectGdb(socket), ended]);
		const registers = await readRegisters(gdb);
		return createGuest(gdb, registers, options, () => stopChild(child, gdb, folder));
	} catch (error) {
		child.kill();
		await rm(folder, {recursive: true, force: true});
		throw error;
	}
}

async function stopChild(child: ChildProcess, gdb: Gdb, folder: string): Promise<void> {
	gdb.close();
	child.kill();

	if (child.exitCode === null && child.signalCode === null) {
		await new Promise(resolve => child.once('exit', resolve));
	}

	await rm(folder, {recursive: true, force: true});
}

/** Registers by name, from the descriptions that the stub gives. */
async function readRegisters(gdb: Gdb): Promise<Map<string, Register>> {
	const target = await readDescription(gdb, 'target.xml');
	const parts = [...target.matchAll(/<xi:include href="([^"]+)"/g)].map(match => match[1] ?? '');
	const registers = new Map<string, Register>();
	let next = 0;

	for (const text of [target, ...(await readEach(gdb, parts))].map(withoutComments)) {
		for (const [tag] of text.matchAll(/<reg\s[^>]*>/g)) {
			const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
			const number = Number(attribute('regnum') ?? next);
			registers.set(attribute('name') ?? '', {number, bytes: Number(attribute('bitsize') ?? 0) / 8});
			next = number + 1;
		}
	}

	return registers;
}

/** A comment may have registers in it, which have no number. */
function withoutComments(xml: string): string {
	return xml.replaceAll(/<!--.*?-->/gs, '');
}

async function readEach(gdb: Gdb, names: readonly string[]): Promise<string[]> {
	const texts: string[] = [];

	for (const name of names) {
		texts.push(await readDescription(gdb, name));
	}

	return texts;
}

async function readDescription(gdb: Gdb, name: string): Promise<string> {
	let text = '';

	for (;;) {
		const [answer = ''] = await gdb.ask(`qXfer:features:read:${name}:${text.length.toString(16)},ffb`);
		text += answer.slice(1);

		if (!answer.startsWith('m')) {
			return text;
		}
	}
}

function createGuest(
	gdb: Gdb,
	registers: ReadonlyMap<string, Register>,
	{bigEndian}: GuestOptions,
	stop: () => Promise<void>,
): Guest {
	const find = (name: string) => {
		const register = registers.get(name);

		if (register === undefined) {
			throw new Error(`QEMU has no register ${name}: ${[...registers.keys()].join(' ')}`);
		}

		return register;
	};
	const settings = (list: readonly Setting[]) =>
		list.map(([name, value]) => {
			const {number, bytes} = find(name);
			return `P${number.toString(16)}=${toHex(numberBytes(value, bytes, bigEndian))}`;
		});
	const demand = async (...packets: string[]) => {
		const answers = await gdb.ask(...packets);
		const wrong = answers.findIndex(answer => answer !== 'OK');

		if (wrong !== -1) {
			throw new Error(`QEMU answers '${answers[wrong]}' to ${packets[wrong]?.slice(0, 40)}`);
		}
	};
	const registerPacket = (name: string) => `p${find(name).number.toString(16)}`;
	const registerValue = (answer: string) => bytesNumber(fromHex(answer), bigEndian);

	/** The stub's addresses are physical inside, as they are virtual outside. */
	const physically = async <T>(act: () => Promise<T>): Promise<T> => {
		await demand('Qqemu.PhyMemMode:1');
		const result = await act();
		await demand('Qqemu.PhyMemMode:0');
		return result;
	};

	return {
		settings,
		set: async list => {
			await demand(...settings(list));
		},
		step: async () => {
			const [answer = ''] = await gdb.ask('s');

			if (!answer.startsWith('T05')) {
				throw new Error(`QEMU answers '${answer}' to a step`);
			}
		},
		registerPacket,
		registerValue,
		register: async name => {
			const [answer = ''] = await gdb.ask(registerPacket(name));
			return registerValue(answer);
		},
		ask: gdb.ask,
		readPhysical: (at, bytes) =>
			physically(async () => {
				const [answer = ''] = await gdb.ask(`m${at.toString(16)},${bytes.toString(16)}`);
				return fromHex(answer);
			}),
		writePhysical: (at, bytes) =>
			physically(async () => {
				for (let from = 0; from < bytes.length; from += 1024) {
					const part = bytes.subarray(from, from + 1024);
					await demand(`M${(at + BigInt(from)).toString(16)},${part.length.toString(16)}:${toHex(part)}`);
				}
			}),
		stop,
	};
}
