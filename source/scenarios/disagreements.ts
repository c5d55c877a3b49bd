/**
 * Where the lab finds something else than history expects, and why the lab is right about it, or history speaks of something
 * else. Every such case has an entry; docs/verdicts.md prints them.
 */

/** One argument, for all cases that it names. */
export interface Disagreement {
	/** Id of the scenario. */
	scenario: string;
	/** Ids; all when left out. */
	variants?: readonly string[];
	archs?: readonly string[];
	/** Sentences: what happens, why it counts, what history had in mind. */
	argument: string;
}

export const disagreements: readonly Disagreement[] = [
	{
		scenario: 'C35-scratch-before-flush',
		archs: ['arm64'],
		argument:
			'The claim says "harmless", and on x86 it is. On arm64 the recovery installs scratch in an entry whose page was taken out but not yet ' +
			'flushed: valid, none, valid with another frame, and no invalidation in between. That is what break-before-make forbids, whoever ' +
			'installs and whatever the page (arch-facts 3.3, 5 "repoint rule"); the June fix flushes only where the *allocation* meets scratch. ' +
			'A CPU that still holds the old translation may then see either frame, or fault on the conflict. The reference model of the same race ' +
			'reports it as well when its check covers the installer of scratch. VF35 leaves a marker in the entry until the flush is through, ' +
			'and holds.',
	},
];

/** The entry about a case, or null. */
export function disagreementAbout(scenario: string, arch: string, variant: string): Disagreement | null {
	const fits = (ids: readonly string[] | undefined, id: string) => ids === undefined || ids.includes(id);
	return (
		disagreements.find(
			entry => entry.scenario === scenario && fits(entry.archs, arch) && fits(entry.variants, variant),
		) ?? null
	);
}
