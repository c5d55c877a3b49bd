/**
 * The kernel's stream: records out of the ring in memory, and the text each stands for.
 */
import type {ImageManifest} from '../compiler/image.ts';
import type {Location} from '../compiler/ir/ir.ts';
import type {StreamEntry} from './lab.ts';
import * as layout from './layout.ts';
import type {MemoryReader} from './memory-reader.ts';
import {locationOfSite} from './snapshot.ts';
import {oopsKinds, type StreamKind, streamKinds} from './vocabulary.ts';

/** One record as it lies in memory, with its words given their meaning. */
export interface StreamRecord {
	kind: StreamKind;
	cpu: number;
	/** Program id or null. */
	program: string | null;
	address: bigint;
	argument: number;
	location: readonly Location[];
}

/**
 * Entries newer than the sequence number `after` that the ring still holds, oldest first. The first entry since boot has
 * sequence 1. A record that a CPU is writing meanwhile is left for the next look, and so is everything after it.
 */
export function readStream(
	reader: MemoryReader,
	manifest: ImageManifest,
	after: number,
	engineTexts: ReadonlyMap<number, string>,
): StreamEntry[] {
	const base = reader.address('lab_stream');
	const programs = Object.keys(manifest.programs);
	const head = reader.u32(base);
	const entries: StreamEntry[] = [];

	for (let sequence = Math.max(after, head - layout.streamRecords) + 1; sequence <= head; sequence++) {
		const record = base + 4 + ((sequence - 1) % layout.streamRecords) * layout.streamRecordWords * 4;
		const word = (index: number) => reader.u32(record + index * 4);
		const mark = word(layout.stream.mark);
		const kind = streamKinds[word(layout.stream.kind)] ?? 'none';
		const cpu = word(layout.stream.cpu);
		const program = programs[word(layout.stream.program)] ?? null;
		const address = (BigInt(word(layout.stream.addressHigh)) << 32n) | BigInt(word(layout.stream.addressLow));
		const argument = word(layout.stream.argument);
		const location = locationOfSite(manifest, word(layout.stream.site));

		if (mark === 0 || mark < sequence) {
			break;
		}

		// A newer record has taken its place while it was read.
		if (mark !== sequence || word(layout.stream.mark) !== sequence) {
			continue;
		}

		const text = streamText({kind, cpu, program, address, argument, location}, manifest.pointerBits);
		const engineText = engineTexts.get(sequence);
		entries.push({
			sequence,
			kind,
			cpu,
			program,
			address,
			text: engineText === undefined ? text : `${text}\n${engineText}`,
			location,
		});
	}

	return entries;
}

/** What the stream says about a record: what happened, who it was, and the calls that led there. */
export function streamText(record: StreamRecord, pointerBits: 32 | 64): string {
	const lines = [
		headline(record, pointerBits),
		`CPU: ${record.cpu} PID: 0 Comm: ${record.program ?? 'kernel'}`,
	];

	if (record.location.length > 0) {
		lines.push('Call trace:', ...record.location.map(traceLine));
	}

	return lines.join('\n');
}

function headline({kind, address, argument, program}: StreamRecord, pointerBits: 32 | 64): string {
	const where = `0x${address.toString(16).padStart(pointerBits / 4, '0')}`;

	switch (kind) {
		case 'bpf_read_violation':
			return `ERROR: Arena READ access at unmapped address ${where}`;
		case 'bpf_write_violation':
			return `ERROR: Arena WRITE access at unmapped address ${where}`;
		case 'kernel_read_violation':
			return `ERROR: Arena READ access by the kernel at unmapped address ${where}`;
		case 'kernel_write_violation':
			return `ERROR: Arena WRITE access by the kernel at unmapped address ${where}`;
		case 'unload':
			return `${program ?? 'program'}: unloaded after ${argument} violations`;
		case 'oops':
			return `Oops: ${oopsText(argument)} at ${where}`;
		case 'lockup':
			return `watchdog: soft lockup: the fault at ${where} comes again and again`;
		case 'alloc_failed_scratch':
			return `arena: allocation refused: the entry of ${where} holds the scratch page`;
		case 'double_free':
			return `BUG: arena page of ${where} (page ${argument} of the pool) was free already`;
		case 'bbm_violation':
			return `BUG: live entry of ${where} repointed without break-before-make`;
		case 'stale_use':
			return `BUG: access at ${where} through a stale TLB entry (frame 0x${argument.toString(16)})`;
		case 'warn':
			return warning(address, where, argument);
		case 'deadlock':
			return `BUG: deadlock: waits for other CPUs with interrupts off (${where})`;
		case 'none':
			return `record of no known kind at ${where}`;
	}
}

/** A correct program's complaint has the address of the word; the kernel's own warnings have a line and no address. */
function warning(address: bigint, where: string, argument: number): string {
	return address === 0n
		? `WARNING: at line ${argument} of the kernel`
		: `CORRUPTION: the word at ${where} does not hold what the program wrote there`;
}

function oopsText(argument: number): string {
	switch (oopsKinds[argument]) {
		case 'null':
			return 'kernel NULL pointer dereference';
		case 'alignment':
			return 'misaligned access';
		case 'bus':
			return 'access outside of memory';
		case 'user_fault':
			return 'fault of the user mapping';
		default:
			return 'unable to handle kernel paging request';
	}
}

function traceLine(location: Location): string {
	return ` ${location.function} (${location.file}:${location.line})`;
}
