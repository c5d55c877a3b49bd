/** Addresses as `walk` takes them, and what an address is in words. */
import type {Arch} from '../arch/arch.ts';
import type {MemoryImage} from '../machine/memory-image.ts';
import {UsageError, unknownWord} from './usage-error.ts';

const names = ['arena', 'end', 'guard', 'below', 'user'] as const;
type Name = (typeof names)[number];
const examples = '0xffffc90000008000, page:5, guard or arena+0x1000';

/** The address of a word such as `page:5+0x10`. Throws a `UsageError` that says what to write. */
export function parseAddress(word: string, image: MemoryImage): bigint {
	const [, base = '', sign, offset] = /^(.+?)(?:([+-])([^+-]+))?$/.exec(word) ?? [];
	const start = parseBase(base, image);
	const distance = offset === undefined ? 0n : parseNumber(offset, 'offset');
	const address = sign === '-' ? start - distance : start + distance;

	if (address < 0n || address >> BigInt(image.arch.pointerBits) !== 0n) {
		throw new UsageError(`${word} is no address of ${image.arch.id}: it has ${image.arch.pointerBits} bits`);
	}

	return address;
}

function parseBase(word: string, image: MemoryImage): bigint {
	const {arch, arena} = image;

	if (isNumber(word)) {
		return parseNumber(word, 'address');
	}

	const [, space, page] = /^(page|user):(.*)$/.exec(word) ?? [];

	if (space !== undefined && page !== undefined) {
		const start = space === 'page' ? arena.kernelStart : arena.userStart;
		return start + (parseNumber(page, 'page') << BigInt(arch.pageShift));
	}

	const name = names.find(known => known === word);

	if (name === undefined) {
		throw /^[a-z]+$/i.test(word)
			? unknownWord('address', word, [...names, 'page:0'], `such as ${examples}`)
			: new UsageError(`'${word}' is no address: write ${examples}`);
	}

	return namedAddress(name, image);
}

function namedAddress(name: Name, {arena}: MemoryImage): bigint {
	switch (name) {
		case 'arena':
			return arena.kernelStart;
		case 'end':
			return arena.windowEnd - 1n;
		case 'guard':
			return arena.windowEnd;
		case 'below':
			return arena.kernelStart - 1n;
		case 'user':
			return arena.userStart;
	}
}

/** Hexadecimal with 0x or as long as an oops prints it, or decimal; _ may part the digits. */
function isNumber(word: string): boolean {
	return /^(?:0x[\da-f]+|[\da-f]{16}|[\da-f]{8}|\d+)$/i.test(word.replaceAll('_', ''));
}

/** A number of the command line. Throws a `UsageError` that names what it is. */
export function parseNumber(word: string, what: string): bigint {
	if (!isNumber(word)) {
		throw new UsageError(`'${word}' is no ${what}: write a number, such as 0x1000`);
	}

	const digits = word.replaceAll('_', '');
	const isBareHex = /^[\da-f]{8}$|^[\da-f]{16}$/i.test(digits);

	return BigInt(isBareHex ? `0x${digits}` : digits);
}

/** Whether an address is one of the arena in user space, whose root table is another. */
export function isUserAddress({arch, arena}: MemoryImage, address: bigint): boolean {
	const end = arena.userStart + (BigInt(arena.pages) << BigInt(arch.pageShift));

	return address >= arena.userStart && address < end;
}

/** What lies at an address of the arena or its guards, in words; empty for any other. */
export function placeOf(image: MemoryImage, address: bigint): string {
	const {arch, arena} = image;

	if (address >= arena.kernelStart && address < arena.windowEnd) {
		const page = (address - arena.kernelStart) >> BigInt(arch.pageShift);
		const beyond = page >= BigInt(arena.pages) ? `, beyond the ${arena.pages} pages of the map` : '';
		return `arena page ${page}${within(arch, address)}${beyond}`;
	}

	if (address >= arena.windowEnd && address < arena.windowEnd + arena.guardBytes) {
		return `upper guard, 0x${(address - arena.windowEnd).toString(16)} after the arena`;
	}

	if (address < arena.kernelStart && address >= arena.kernelStart - arena.guardBytes) {
		return `lower guard, 0x${(arena.kernelStart - address).toString(16)} before the arena`;
	}

	if (isUserAddress(image, address)) {
		const page = (address - arena.userStart) >> BigInt(arch.pageShift);
		return `arena page ${page}${within(arch, address)} in user space`;
	}

	return '';
}

function within({pageShift}: Arch, address: bigint): string {
	const offset = address & ((1n << BigInt(pageShift)) - 1n);

	return offset === 0n ? '' : ` + 0x${offset.toString(16)}`;
}
