/**
 * The file that a user's patch is made against: the lab's own `bpf/arena.c` with the callbacks of a variant in it, under the
 * path that the kernel gives that file.
 */
import {posix} from 'node:path';
import {archs} from '../arch/index.ts';
import {type BuildImageInput, slots} from './build-image.ts';
import {builtInSources} from './source-tree.ts';
import {UserCodeError} from './user-unit-error.ts';
import {type Item, mentions, scanItems} from './user-unit-scan.ts';

/** The texts that the file is put together from. */
export type PatchBaseSources = Pick<BuildImageInput, 'kernel' | 'variants'>;

/** A text and where it lies in a kernel tree. */
export interface PatchBase {
	path: string;
	text: string;
}

/** Path of the file, below the root of a kernel tree. */
export const patchBasePath = 'kernel/bpf/arena.c';

/** An item with the comment right above it. */
interface Piece {
	item: Item;
	text: string;
	start: number;
}

/**
 * The file for a base variant, such as `VJ`. The built-in sources are read unless others are given. Throws a `UserCodeError`
 * when there is no variant of that id.
 */
export function patchBase(base: string, sources: PatchBaseSources = firstSources()): PatchBase {
	const {kernel, variants} = sources;
	const variant = variants.find(({id}) => id === base);

	if (variant === undefined) {
		throw new UserCodeError(
			`there is no variant '${base}'; there are ${variants.map(({id}) => id).join(', ')}`,
		);
	}

	const pieces = Object.entries(variant.files).flatMap(([path, text]) => piecesOf(path, text, kernel));
	const whole = withCallbacks(kernel['bpf/arena.c'] ?? '', pieces.slice(leading(pieces).length));
	const text = withoutUnused(whole.replaceAll(/^__weak /gm, ''));

	return {path: patchBasePath, text: withHead(withIncludes(text, pieces), base, leading(pieces))};
}

function firstSources(): PatchBaseSources {
	const [arch] = archs;

	if (arch === undefined) {
		throw new Error('there is no architecture');
	}

	return builtInSources(arch);
}

/** The arena's text with the variant's slots in the place of its own, and what they need in front of the first of them. */
function withCallbacks(arena: string, pieces: readonly Piece[]): string {
	const isSlot = ({item}: Piece) =>
		item.kind === 'function' && (slots as readonly string[]).includes(item.name);
	const helpers = pieces.filter(piece => !isSlot(piece) && piece.item.kind !== 'include');
	const replacements = new Map(pieces.filter(isSlot).map(({item, text}) => [item.name, text]));
	const own = new Set(helpers.filter(({item}) => item.kind === 'function').map(({item}) => item.name));
	let text = '';
	let done = 0;

	for (const piece of splitPieces(arena)) {
		const replacement = piece.item.kind === 'function' ? replacements.get(piece.item.name) : undefined;

		if (replacement !== undefined) {
			const first = text === '' ? helpers.map(helper => `${helper.text}\n\n`).join('') : '';
			text += `${arena.slice(done, piece.start)}${first}${replacement}`;
			done = piece.item.end;
			replacements.delete(piece.item.name);
		} else if (piece.item.kind === 'function' && own.has(piece.item.name)) {
			// The variant has a function of that name for itself.
			text += arena.slice(done, piece.start);
			done = piece.item.end;
		}
	}

	const rest = [...replacements.values()].map(each => `\n${each}\n`).join('');

	return `${text}${arena.slice(done)}${rest}`.replace(
		/\/\* The callbacks of a variant that brings none(?:(?!\*\/)[\s\S])*\*\/\n\n/,
		'',
	);
}

/** Static functions that only the replaced text used are gone with it. */
function withoutUnused(text: string): string {
	const pieces = splitPieces(text);
	const unused = pieces.find(
		({item}) =>
			item.kind === 'function' &&
			item.tokens[0]?.text === 'static' &&
			!pieces.some(({item: other}) => other.name !== item.name && mentions(other, item.name)),
	);

	return unused === undefined
		? text
		: withoutUnused(text.slice(0, unused.start) + text.slice(unused.item.end).replace(/^\n\n?/, ''));
}

/** Macros in front of the variant's first include, which choose a form of the helpers. */
function leading(pieces: readonly Piece[]): Piece[] {
	const first = pieces.findIndex(({item}) => item.kind !== 'macro');

	return pieces.slice(0, Math.max(0, first));
}

/** The pieces of a variant's file; those of headers beside it take the place of the include. Guards and the head are left out. */
function piecesOf(path: string, text: string, kernel: Readonly<Record<string, string>>): Piece[] {
	return splitPieces(text).flatMap(piece => {
		const beside = posix.join(posix.dirname(path), piece.item.name);
		const included = piece.item.kind === 'include' ? kernel[beside] : undefined;

		return included === undefined ? [piece] : piecesOf(beside, included, kernel);
	});
}

function splitPieces(text: string): Piece[] {
	let before = 0;

	return scanItems(text).map((item, index) => {
		const gap = text.slice(before, item.start);
		// The comment at the top is about the file.
		const comment = index === 0 ? undefined : /(?:\/\*(?:(?!\*\/)[\s\S])*\*\/|\/\/[^\n]*)\n$/.exec(gap);
		const start = item.start - (comment?.[0].length ?? 0);
		before = item.end;
		const trailing = /^[ \t]*\/\*(?:(?!\*\/).)*\*\//.exec(text.slice(item.end))?.[0] ?? '';

		return {item, start, text: text.slice(start, item.end) + trailing};
	});
}

/** Includes of the variant that the file has not got yet. */
function withIncludes(text: string, pieces: readonly Piece[]): string {
	const lines = pieces
		.filter(({item, text: line}) => item.kind === 'include' && line.includes('<') && !text.includes(line))
		.map(({text: line}) => line);
	const unique = [...new Set(lines)];
	const last = scanItems(text).findLast(({kind}) => kind === 'include');

	return unique.length === 0 || last === undefined
		? text
		: `${text.slice(0, last.end)}\n${unique.join('\n')}${text.slice(last.end)}`;
}

/** A new comment at the top: what the old one says of slots does not hold here. */
function withHead(text: string, base: string, macros: readonly Piece[]): string {
	const head = [
		'// SPDX-License-Identifier: MIT',
		'/*',
		` * kernel/bpf/arena.c as the lab has it, with the callbacks of ${base}.`,
		' */',
		...(macros.length === 0 ? [] : [...macros.map(macro => macro.text), '']),
	].join('\n');
	const first = scanItems(text)[0]?.start ?? 0;

	return `${head}\n${text.slice(first)}`;
}
