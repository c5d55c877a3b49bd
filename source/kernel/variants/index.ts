/**
 * The designs of the discussion's history, oldest first. Each is one C file that defines the slots in which it differs from
 * the core (docs/machine.md, "Slots").
 */

/** One design. */
export interface VariantSource {
	/** Name on the command line and in the tables. */
	id: string;
	/** C file in this folder. */
	file: string;
	/** What it is, in one line. */
	text: string;
	/** Claims it makes or is about. */
	claims: readonly string[];
	/** What it was upstream: date and commit, or that it never was. */
	upstream: string;
}

/** In the order of history. */
export const variants: readonly VariantSource[] = [
	{
		id: 'V0',
		file: 'v0.c',
		text: 'before the series: check, plain store, plain clear, no recovery',
		claims: ['C33', 'C34'],
		upstream: 'until 23 May 2026',
	},
	{
		id: 'V1',
		file: 'v1.c',
		text: 'first public version: recovery installs scratch, set and clear stay plain',
		claims: ['C3', 'C5', 'C8', 'C10', 'C11'],
		upstream: 'posted 17 May 2026',
	},
	{
		id: 'VM',
		file: 'vm.c',
		text: 'as merged: clear became an exchange, set still checks and stores',
		claims: ['C5', 'C6', 'C7', 'C9', 'C10'],
		upstream: 'merged 23 May 2026, 258df8fce42f and dc11a4dba246',
	},
	{
		id: 'VJ',
		file: 'vj.c',
		text: 'the June fix: set installs with ptep_try_set() and takes scratch away first',
		claims: ['C13', 'C14', 'C15', 'C30', 'C32'],
		upstream: 'merged 5 June 2026, f64c723741c9',
	},
	{
		id: 'VF34',
		file: 'vf34.c',
		text: 'the June fix, and a freed range stays busy until it has been flushed',
		claims: ['C34'],
		upstream: 'a candidate, never posted',
	},
];
