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
	/** Whether it is also compiled with the other forms of `ptep_try_set()`, which each make the images larger. */
	candidates?: true;
}

/** In the order of history; then the candidates, each with what it costs. */
export const variants: readonly VariantSource[] = [
	{
		id: 'V0',
		file: 'v0.c',
		text: 'before the series: check, plain store, plain clear, no recovery',
		claims: ['C33', 'C34'],
		upstream: 'until 23 May 2026',
	},
	{
		id: 'VR',
		file: 'vr.c',
		text: 'no entry is ever empty: a shared garbage page wherever nothing is allocated',
		claims: ['C7', 'C32', 'C34', 'C40'],
		upstream: 'request for comments, 11 May 2026',
	},
	{
		id: 'V1',
		file: 'v1.c',
		text: 'first public version: recovery installs scratch, set and clear stay plain',
		claims: ['C3', 'C5', 'C8', 'C10', 'C11'],
		upstream: 'posted 17 May 2026',
	},
	{
		id: 'Vt',
		file: 'vt.c',
		text: 'recovery takes the lock if it is free at once, else the access faults again',
		claims: ['C1', 'C2', 'C9'],
		upstream: 'suggested 19 May 2026, turned down',
	},
	{
		id: 'Vd',
		file: 'vd.c',
		text: 'set uses the helper too and takes scratch away when it loses to it, without a flush',
		claims: ['C5', 'C9', 'C30', 'C32'],
		upstream: 'suggested 20 May 2026, not taken then',
	},
	{
		id: 'V2',
		file: 'v2.c',
		text: 'the helper is for kernel tables only and has its later name; clear became an exchange',
		claims: ['C10', 'C11'],
		upstream: 'posted 20 May 2026',
	},
	{
		id: 'VM',
		candidates: true,
		file: 'vm.c',
		text: 'as merged: clear is an exchange, set still checks and stores',
		claims: ['C5', 'C6', 'C7', 'C9', 'C10'],
		upstream: 'merged 23 May 2026, 258df8fce42f and dc11a4dba246',
	},
	{
		id: 'VS',
		file: 'vs.c',
		text: "as merged, for slab over the arena: set marks pages as slab's, clear skips those it finds marked",
		claims: ['C9', 'C10'],
		upstream: 'a prototype on top of the merged version',
	},
	{
		id: 'VJ',
		candidates: true,
		file: 'vj.c',
		text: 'the June fix: set installs with ptep_try_set() and takes scratch away first',
		claims: ['C13', 'C14', 'C15', 'C25', 'C30', 'C32'],
		upstream: 'merged 5 June 2026, f64c723741c9',
	},
	{
		id: 'VL',
		candidates: true,
		file: 'vl.c',
		text: "newest seen: the June fix, set and clear count pages, arm64's helper has barriers",
		claims: ['C25', 'C51'],
		upstream: 'autumn 2026, with 71385b78dbc2',
	},
	{
		id: 'VF21',
		file: 'vf21.c',
		text: 'the June fix, stray bits in an empty entry do not matter; costs one more read for each attempt, on x86',
		claims: ['C20', 'C21'],
		upstream: 'a candidate, never posted',
	},
	{
		id: 'VF22',
		file: 'vf22.c',
		text: 'the June fix, recovery that can install nothing is an oops; costs one more read for each recovered fault',
		claims: ['C22', 'C23'],
		upstream: 'a candidate, never posted',
	},
	{
		id: 'VF25',
		file: 'vf25.c',
		text: "the June fix with arm64's barriers in the helper; costs two barriers for each page that is mapped",
		claims: ['C25'],
		upstream: 'the follow-up 71385b78dbc2',
	},
	{
		id: 'VF32',
		file: 'vf32.c',
		text: 'the June fix, a scratched page is not allocated until the worker has flushed it; costs a second read of each entry under the lock, and a small object and the address until then',
		claims: ['C9', 'C15', 'C32'],
		upstream: 'a candidate, never posted',
	},
	{
		id: 'VF32b',
		file: 'vf32b.c',
		text: 'the June fix, an allocation that met scratch flushes before it returns; costs that flush, and callers that cannot sleep are refused',
		claims: ['C9', 'C32'],
		upstream: 'a candidate, never posted',
	},
	{
		id: 'VF34',
		candidates: true,
		file: 'vf34.c',
		text: 'the June fix, a freed range stays busy until it has been flushed; costs a second lock section for each free, and the address until then',
		claims: ['C34'],
		upstream: 'a candidate, never posted',
	},
	{
		id: 'VF34q',
		file: 'vf34q.c',
		text: 'the same, but whoever has the lock next gives the range back; costs a small object for each free, and the address until then',
		claims: ['C34'],
		upstream: 'a candidate, never posted',
	},
	{
		id: 'VF34l',
		file: 'vf34l.c',
		text: 'the June fix, flush under the lock; costs lock hold time, and deadlocks where a flush goes by IPI',
		claims: ['C34'],
		upstream: 'a candidate, never posted',
	},
	{
		id: 'VF35',
		file: 'vf35.c',
		text: 'the candidates in one, and nothing gets in between clear and flush on arm64; costs what VF32 and VF34 cost, and on arm64 a second walk in each free',
		claims: ['C1', 'C15', 'C21', 'C22', 'C25', 'C30', 'C32', 'C34', 'C35'],
		upstream: 'a candidate, never posted',
	},
];
