/** A walk of page tables, and single entries, for people at 80 columns; and the same as JSON documents. */
import type {Arch} from '../arch/arch.ts';
import {entryTarget} from '../arch/entry.ts';
import {
	decodeEntry,
	type EntryKind,
	entryKind,
	type FieldValue,
	type Walk,
	type WalkStep,
} from '../arch/walk.ts';
import {foldText} from './words.ts';

const width = 80;

/** A walk with what is known about its ends. */
export interface WalkReport {
	arch: Arch;
	address: bigint;
	/** What lies at the address, in words, or empty. */
	place: string;
	root: 'kernel' | 'user';
	rootPhys: bigint;
	walk: Walk;
	/** What it is mapped to; null when it is not, or to something else than the arena's pages. */
	what: 'page' | 'scratch' | null;
}

/** Makes escape sequences, or nothing. */
export interface Paint {
	strong(text: string): string;
	faint(text: string): string;
	good(text: string): string;
	bad(text: string): string;
	link(text: string): string;
}

/** Colours that a dark and a light terminal can show and most colour-blind eyes tell apart; `false`: none. */
export function createPaint(colour: boolean): Paint {
	const style = (on: number, off: number) => (text: string) =>
		colour && text !== '' ? `\u001B[${on}m${text}\u001B[${off}m` : text;

	return {
		strong: style(1, 22),
		faint: style(2, 22),
		good: style(32, 39),
		bad: style(33, 39),
		link: style(36, 39),
	};
}

/** Lines of a walk: every entry with all its fields, the last one with what each of them means. */
export function walkLines(report: WalkReport, paint: Paint): string[] {
	const {arch, address, place, root, rootPhys, walk} = report;
	const head = `${arch.id} ${padded(address, arch.pointerBits)}`;

	return [
		paint.strong(head) + (place === '' ? '' : `: ${place}`),
		`root table of ${root === 'kernel' ? 'the kernel' : 'user space'} at ${hex(rootPhys)}`,
		...walk.steps.flatMap((step, index) => [
			'',
			stepHead(arch, step, paint),
			...(index === walk.steps.length - 1
				? fieldLines(decodeEntry(arch, step.level, step.raw), paint)
				: shortFields(decodeEntry(arch, step.level, step.raw), paint)),
		]),
		'',
		...foldText(endText(report), width).map(line =>
			walk.end === 'mapped' ? paint.good(line) : paint.bad(line),
		),
	];
}

/** Lines of one raw entry. */
export function entryLines(arch: Arch, level: number, raw: bigint, paint: Paint): string[] {
	const {name = '', entryBytes = 8} = arch.levels[level] ?? {};
	const kind = kindOf(arch, level, raw);
	const head = `${arch.id} ${name} ${padded(raw, entryBytes * 8)}`;

	return [
		`${paint.strong(head)}: ${kindText(arch, level, raw, kind, paint)}`,
		'',
		...fieldLines(decodeEntry(arch, level, raw), paint),
	];
}

/** What an entry is by itself. */
export function kindOf(arch: Arch, level: number, raw: bigint): EntryKind {
	const description = arch.levels[level];

	if (description === undefined) {
		throw new Error(`${arch.id} has no level ${level}`);
	}

	return entryKind(arch, description, raw);
}

/** `pgd 402 at 0x208c90 = 0x0000000000209067: table at 0x209000` */
function stepHead(arch: Arch, step: WalkStep, paint: Paint): string {
	const bits = (arch.levels[step.level]?.entryBytes ?? 8) * 8;
	const where = `${step.name} ${step.index} at ${hex(step.entryPhys)} = `;

	return `${paint.strong(where)}${paint.strong(padded(step.raw, bits))}: ${kindText(arch, step.level, step.raw, step.kind, paint)}`;
}

function kindText(arch: Arch, level: number, raw: bigint, kind: EntryKind, paint: Paint): string {
	const description = arch.levels[level];
	const target = description === undefined ? 0n : entryTarget(arch, description, raw, kind);

	switch (kind) {
		case 'table':
			return paint.link(`table at ${hex(target)}`);
		case 'leaf':
			return paint.good(`${sizeText(2 ** (description?.shift ?? 0))} at ${hex(target)}`);
		case 'empty':
			return paint.faint('empty');
		case 'invalid':
			return paint.bad('invalid');
	}
}

/** All fields of an entry in a few lines: those that are set with their values, then the names of the others. */
function shortFields(fields: readonly FieldValue[], paint: Paint): string[] {
	const set = fields
		.filter(({value}) => value !== 0n)
		.map(field => (isBit(field) ? field.name : `${field.name}=${hex(field.value)}`));
	const clear = fields.filter(({value}) => value === 0n).map(({name}) => name);
	const part = (title: string, words: readonly string[]) =>
		foldText(words.join(' '), width - 10).map(
			(line, index) => `  ${(index === 0 ? title : '').padEnd(6)}  ${line}`,
		);

	return [...part('set', set), ...part('clear', clear).map(line => paint.faint(line))];
}

/** One line for each field: bits, name, value, meaning. */
function fieldLines(fields: readonly FieldValue[], paint: Paint): string[] {
	const rows = fields.map(field => ({
		bits: isBit(field) ? String(field.low) : `${field.high}-${field.low}`,
		value: isBit(field) ? String(field.value) : hex(field.value),
		field,
	}));
	const column = (lengths: number[]) => Math.max(0, ...lengths);
	const bits = column(rows.map(row => row.bits.length));
	const name = column(rows.map(row => row.field.name.length));
	const value = column(rows.map(row => row.value.length));
	const indent = 2 + bits + 2 + name + 2 + value + 2;

	return rows.flatMap(row => {
		const head = `  ${row.bits.padStart(bits)}  ${row.field.name.padEnd(name)}  ${row.value.padStart(value)}  `;
		const [first = '', ...rest] = foldText(row.field.text, Math.max(20, width - indent));
		const lines = [`${head}${first}`, ...rest.map(line => `${' '.repeat(indent)}${line}`)];

		return row.field.value === 0n ? lines.map(line => paint.faint(line)) : lines;
	});
}

function isBit({low, high}: FieldValue): boolean {
	return low === high;
}

/** The end of a walk in a sentence. */
function endText({arch, walk, what}: WalkReport): string {
	const last = walk.steps.at(-1);

	switch (walk.end) {
		case 'mapped': {
			const may = walk.result;

			if (may === null) {
				return 'mapped';
			}

			const facts = [
				may.writable ? 'writable' : 'read only',
				...(arch.hardware.user === null ? [] : [may.user ? 'open to user space' : 'kernel only']),
				...(arch.hardware.accessedMask === 0n ? [] : [may.accessed ? 'accessed' : 'not accessed']),
				...(arch.hardware.dirtyMask === 0n ? [] : [may.dirty ? 'dirty' : 'clean']),
			];
			const of = what === 'scratch' ? 'the scratch page' : `a ${sizeText(2 ** may.pageShift)}`;
			return `mapped to ${hex(may.phys)}, ${of}: ${facts.join(', ')}`;
		}

		case 'not-mapped':
			return `not mapped: the ${last?.name ?? 'entry'} is ${last?.kind ?? 'empty'}`;
		case 'non-canonical':
			return `not mapped: the bits above bit ${arch.vaBits - 1} are not as the hardware demands`;
		case 'bus-error':
			return `not mapped: the table after ${last === undefined ? 'the root register' : `the ${last.name}`} is not in memory`;
	}
}

function sizeText(bytes: number): string {
	for (const [unit, size] of [
		['GiB', 2 ** 30],
		['MiB', 2 ** 20],
		['KiB', 2 ** 10],
	] as const) {
		if (bytes >= size) {
			return `page of ${bytes / size} ${unit}`;
		}
	}

	return `page of ${bytes} bytes`;
}

function hex(value: bigint): string {
	return `0x${value.toString(16)}`;
}

function padded(value: bigint, bits: number): string {
	return `0x${value.toString(16).padStart(bits / 4, '0')}`;
}

/** The document of `walk --json`. */
export function walkDocument({arch, address, place, root, rootPhys, walk, what}: WalkReport): object {
	const {result} = walk;

	return {
		arch: arch.id,
		address: hex(address),
		place: place === '' ? null : place,
		root,
		rootPhys: hex(rootPhys),
		end: walk.end,
		steps: walk.steps.map(step => ({
			index: step.index,
			entryPhys: hex(step.entryPhys),
			...entryDocument(arch, step.level, step.raw),
		})),
		result:
			result === null
				? null
				: {
						phys: hex(result.phys),
						pageBytes: 2 ** result.pageShift,
						writable: result.writable,
						user: result.user,
						accessed: result.accessed,
						dirty: result.dirty,
						what,
					},
	};
}

/** The document of one entry: of a step of a walk, and with the architecture's id that of `walk --entry --json`. */
export function entryDocument(arch: Arch, level: number, raw: bigint): object {
	const kind = kindOf(arch, level, raw);
	const description = arch.levels[level];
	const hasTarget = description !== undefined && (kind === 'table' || kind === 'leaf');

	return {
		level,
		name: description?.name ?? '',
		raw: hex(raw),
		kind,
		target: hasTarget ? hex(entryTarget(arch, description, raw, kind)) : null,
		fields: decodeEntry(arch, level, raw).map(({name, low, high, value, text}) => ({
			name,
			low,
			high,
			value: hex(value),
			text,
		})),
	};
}
