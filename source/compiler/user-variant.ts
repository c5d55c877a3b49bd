/** A user's C file or patch as a variant of an image: the one door for commands. */
import type {Arch} from '../arch/arch.ts';
import {type CandidateId, withCandidate} from '../arch/candidates.ts';
import type {BuildImageInput, VariantInput} from './build-image.ts';
import type {SourceTree} from './unit-compiler.ts';
import {applyPatch, type PatchResult} from './user-patch.ts';
import {patchBase, patchBasePath} from './user-patch-base.ts';
import {prepareUserUnit, type UserUnit} from './user-unit.ts';
import {UserCodeError} from './user-unit-error.ts';
import {type Item, scanItems} from './user-unit-scan.ts';

export {type PatchBase, patchBase} from './user-patch-base.ts';
export {type NearestWord, UserCodeError} from './user-unit-error.ts';

/** What the user brings. */
export interface UserSource {
	kind: 'c' | 'patch';
	/** As the user names it: what messages and traces show. */
	path: string;
	text: string;
	/** Id of the variant that the rest comes from. */
	base: string;
	/** The page-table helpers it is compiled with. Default: as upstream. */
	candidate?: CandidateId;
}

/** The variant, and what there is to say about it. */
export interface UserVariant extends Pick<UserUnit, 'defines' | 'notes' | 'explain'> {
	variant: VariantInput;
	/** What diagnostics and traces refer to, by the path they give: the user's file, or what the patch made of the lab's. */
	texts: SourceTree;
}

/** The texts of a built-in image (`builtInSources()`). */
export type UserVariantSources = Pick<BuildImageInput, 'kernel' | 'pgtable' | 'variants'>;

/**
 * Makes the variant for one architecture; its id is the file's name without folders. Rejects with a `UserCodeError` for what
 * can be told without a compiler: nothing defined, an unknown base, a patch that does not fit. Whether the C is right turns
 * out when the image is built (`CompileError`, `IrError`, `LinkError`, whose lines `explain()` makes clearer).
 */
export async function userVariant(
	source: UserSource,
	arch: Arch,
	sources: UserVariantSources,
): Promise<UserVariant> {
	const base = sources.variants.find(({id}) => id === source.base);
	const id = withCandidate(
		source.path.replace(/^.*[/\\]/, '') || source.path,
		source.candidate ?? 'upstream',
	);

	if (base === undefined) {
		const known = sources.variants.map(each => each.id).join(', ');
		throw new UserCodeError(`there is no variant '${source.base}'; there are ${known}`);
	}

	if (source.kind === 'c') {
		const {path, text} = source;
		const {files, ...rest} = prepareUserUnit({path, text, base, ...sources});
		return {variant: {id, files, candidate: source.candidate ?? 'upstream'}, texts: {[path]: text}, ...rest};
	}

	return fromPatch(source, arch, sources, id);
}

async function fromPatch(
	source: UserSource,
	arch: Arch,
	sources: UserVariantSources,
	id: string,
): Promise<UserVariant> {
	const {kernel, pgtable} = sources;
	const before = patchBase(source.base, sources).text;
	const generic = kernel['include/linux/pgtable.h'] ?? '';
	const result = await applyPatch(source.path, source.text, {arena: before, arch: pgtable, generic}, arch);
	const headers = result.changed.filter(each => each !== 'arena');
	const unit = prepareUserUnit({
		path: patchBasePath,
		text: result.arena,
		// All of the base is in the text.
		base: {id: source.base, files: {}},
		kernel,
		pgtable,
		...(headers.length === 0 ? {} : {patched: {arch: result.arch, generic: result.generic}}),
	});

	return {
		variant: {id, files: unit.files, candidate: source.candidate ?? 'upstream'},
		texts: {[patchBasePath]: result.arena},
		defines: [
			...changedFunctions(before, result.arena),
			...headers.flatMap(each => inHeaders(each, sources, result)),
		],
		notes: [...result.notes, ...unit.notes],
		explain: unit.explain,
	};
}

function inHeaders(
	header: 'arch' | 'generic',
	{kernel, pgtable}: UserVariantSources,
	result: PatchResult,
): string[] {
	const before = header === 'arch' ? pgtable : (kernel['include/linux/pgtable.h'] ?? '');

	return changedFunctions(before, result[header]);
}

/** Functions that are new or different, in the order of the new text. */
function changedFunctions(before: string, after: string): string[] {
	const textOf = (text: string, item: Item) => text.slice(item.start, item.end);
	const known = new Set(
		scanItems(before)
			.filter(({kind}) => kind === 'function')
			.map(item => textOf(before, item)),
	);
	const changed = scanItems(after).filter(
		item => item.kind === 'function' && !known.has(textOf(after, item)),
	);

	return [...new Set(changed.map(({name}) => name))];
}
