/**
 * The forms of `ptep_try_set()` that a machine can have (arch-facts.md 1.4, 2). Every variant is compiled with each of them; in
 * an image, and wherever cases and machines are named, a variant with other helpers than upstream's is `VJ+naive`.
 */

/** One form, in the order of the numbers that `LAB_CANDIDATE` has in the C. */
export const candidates = [
	{
		id: 'upstream',
		text: 'as upstream: the override of x86 and arm64, elsewhere the stub, which always fails',
	},
	{id: 'naive', text: 'a bare 64-bit compare-and-exchange against zero, and the fault hook wired'},
	{id: 'right', text: "one that is right for the architecture (the lab's own), and the fault hook wired"},
] as const;

/** Id of a form. */
export type CandidateId = (typeof candidates)[number]['id'];

const mark = '+';

/** What a variant with these helpers is called. A variant that names helpers itself keeps them. */
export function withCandidate(variant: string, candidate: CandidateId): string {
	return candidate === 'upstream' || candidateOf(variant) !== 'upstream'
		? variant
		: `${variant}${mark}${candidate}`;
}

/** The helpers that the name of a variant says. */
export function candidateOf(variant: string): CandidateId {
	return candidates.find(({id}) => variant.endsWith(`${mark}${id}`))?.id ?? 'upstream';
}

/** The variant without its helpers' name. */
export function plainVariant(variant: string): string {
	const candidate = candidateOf(variant);
	return variant.endsWith(`${mark}${candidate}`) ? variant.slice(0, -candidate.length - 1) : variant;
}

/** Value of `LAB_CANDIDATE` for the C. */
export function candidateNumber(candidate: CandidateId): number {
	return candidates.findIndex(({id}) => id === candidate);
}
