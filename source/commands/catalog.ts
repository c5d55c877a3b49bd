/** What the lab knows and can run, as commands need it. */
import type {Arch} from '../arch/arch.ts';
import {type CandidateId, candidates, plainVariant, withCandidate} from '../arch/candidates.ts';
import {builtExploreImageIds} from '../explore/built-explore-images.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {type CommandLine, wordValue} from './parse-command-line.ts';
import {UsageError, unknownWord} from './usage-error.ts';

/** A design of the callbacks (`source/kernel/variants`). */
export interface VariantEntry {
	id: string;
	text: string;
	/** Claims of the discussion it belongs to, such as `C9`. */
	claims: readonly string[];
	/** What it was upstream. */
	upstream: string;
	/** Whether the build has it with other helpers than upstream's. */
	candidates?: boolean;
}

/** A BPF program (`source/programs`). */
export interface ProgramEntry {
	id: string;
	/** `good` or `buggy`. */
	kind: string;
	/** Key that injects it in the UI. */
	key: string;
	text: string;
	claims: readonly string[];
}

/** Something that explored cases are checked for (`source/explore/properties`). */
export interface PropertyEntry {
	id: string;
	title: string;
	text: string;
}

export interface Catalog {
	archs: readonly Arch[];
	variants: readonly VariantEntry[];
	scenarios: readonly Scenario[];
	programs: readonly ProgramEntry[];
	properties: readonly PropertyEntry[];
}

/** Loads the registries; kept out of the start-up path of commands that need none. */
export async function loadCatalog(): Promise<Catalog> {
	const [{archs}, {variants}, {scenarios}, {programs}, {properties}] = await Promise.all([
		import('../arch/index.ts'),
		import('../kernel/variants/index.ts'),
		import('../scenarios/index.ts'),
		import('../programs/index.ts'),
		import('../explore/properties.ts'),
	]);
	return {archs, variants, scenarios, programs, properties};
}

/**
 * The modes named; `all` stands for every one, `each` for the first of each architecture. Throws a `UsageError` on an unknown
 * id.
 */
export function chooseArchs(catalog: Catalog, ids: readonly string[]): string[] {
	const known = catalog.archs.map(arch => arch.id);
	const families = new Map([...catalog.archs].reverse().map(arch => [arch.family, arch.id]));
	const firsts = known.filter(id => [...families.values()].includes(id));
	if (ids.includes('all')) {
		return known;
	}

	return [
		...new Set(ids.flatMap(id => (id === 'each' ? firsts : [chooseId('architecture', id, known, 'archs')]))),
	];
}

/** What is explored where nobody says: the modes whose images the build has, since others take a compiler some seconds each. */
export function exploredArchs(catalog: Catalog): string[] {
	return builtExploreImageIds.filter(id => catalog.archs.some(arch => arch.id === id));
}

/**
 * The variant named, with the helpers of `candidate` unless its name says others. Throws a `UsageError` on an unknown id.
 */
export function chooseVariant(catalog: Catalog, id: string, candidate: CandidateId = 'upstream'): string {
	chooseId(
		'variant',
		plainVariant(id),
		catalog.variants.map(variant => variant.id),
		'variants',
	);
	const chosen = withCandidate(id, candidate);
	const plain = plainVariant(chosen);
	const having = catalog.variants.filter(({candidates: has}) => has === true);
	if (chosen !== plain && !having.some(variant => variant.id === plain)) {
		throw new UsageError(
			`variant '${plain}' is built with upstream's helpers only; those with others are ${having.map(variant => variant.id).join(', ')}, and any C file of your own`,
		);
	}

	return chosen;
}

/** The form of `ptep_try_set()` that a command line asks for. */
export function chooseCandidate(line: CommandLine): CandidateId {
	const word = wordValue(line, 'candidate');
	return candidates.find(({id}) => id === word)?.id ?? 'upstream';
}

/** The programs named; `none` alone stands for an empty list. Throws a `UsageError` on an unknown id. */
export function choosePrograms(catalog: Catalog, ids: readonly string[]): string[] {
	if (ids.includes('none')) {
		if (ids.length > 1) {
			throw new UsageError("'none' stands alone: no program can be named beside it");
		}

		return [];
	}

	const known = catalog.programs.map(program => program.id);
	return ids.map(id => chooseId('program', id, known, 'programs'));
}

function chooseId(what: string, id: string, known: readonly string[], section: string): string {
	if (!known.includes(id)) {
		throw unknownWord(what, id, known, `ptelab list ${section}`);
	}

	return id;
}
