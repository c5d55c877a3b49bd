/**
 * What a port of `ptep_try_set()` has to get right: one small scenario for each question, the same for every architecture and
 * candidate. What is expected is the "Naive verdict" column of arch-facts.md section 2, and of the right candidate that nothing breaks.
 */
import {archs} from '../arch/index.ts';
import type {Expectation, Scenario} from './scenario.ts';

/** One question. */
interface Question {
	/** After `C20-port-`. */
	name: string;
	title: string;
	/** C function of the only process, or of both. */
	functions: readonly string[];
	setup?: string;
	finish?: string;
	environment?: Scenario['environment'];
	/** Modes on which the naive helper gets it wrong, as arch-facts section 2 says; with a `*`, all of a family. */
	naiveFails: readonly string[];
	/** The same of upstream's own helper. */
	upstreamFails?: readonly string[];
	/** What its failure means, for `compare`. */
	finding: Finding;
}

/** What is wrong with a helper. */
export interface Finding {
	id: string;
	/** In a few words. */
	text: string;
}

/** The variant that the scenarios are made for: set and recovery both use the helper. */
export const portVariant = 'VJ';

/** Families whose empty entry is not zero: no compare with zero ever succeeds, and every question fails at its start. */
const neverEmpty = ['s390x*', 'loongarch64*', 'xtensa'];

const questions: readonly Question[] = [
	{
		name: 'succeeds',
		title: 'the helper fills an entry that the kernel has just made empty',
		functions: ['port_succeeds'],
		naiveFails: neverEmpty,
		finding: {id: 'never-succeeds', text: 'never succeeds: an empty entry is not zero'},
	},
	{
		name: 'beside-neighbour',
		title: 'the entry beside it is in use',
		functions: ['port_beside_neighbour'],
		naiveFails: [...neverEmpty, 'i386', 'riscv32', 'm68k', 'arm'],
		finding: {id: 'wrong-width', text: 'compares and writes the neighbour as well: entries have 32 bits'},
	},
	{
		name: 'byte-order',
		title: 'the bytes of the entry are in the order that the walker reads',
		functions: ['port_byte_order'],
		naiveFails: ['ppc64*'],
		finding: {id: 'byte-swapped', text: 'stores the entry with its bytes turned round'},
	},
	{
		name: 'whole-entry',
		title: 'both halves of the entry are written',
		functions: ['port_whole_entry'],
		naiveFails: [],
		upstreamFails: ['i386-pae'],
		finding: {
			id: 'half-written',
			text: 'writes one half of the entry: frame and protection of the other are lost',
		},
	},
	{
		name: 'hardware-entry',
		title: "the walker's own entry is written too",
		functions: ['port_hardware_entry'],
		naiveFails: ['arm'],
		finding: {
			id: 'hardware-table-not-written',
			text: "leaves the hardware's own table as it was: refaults for ever",
		},
	},
	{
		name: 'pair',
		title: 'the other entry of the pair becomes what a plain store makes of it',
		functions: ['port_pair'],
		naiveFails: ['mips64'],
		finding: {id: 'buddy-not-updated', text: 'leaves the other entry of the pair without the global bit'},
	},
	{
		name: 'store',
		title: 'a plain store of another writer comes in between',
		functions: ['port_install', 'port_store'],
		setup: 'port_store_setup',
		finish: 'port_store_finish',
		naiveFails: ['parisc64*'],
		finding: {
			id: 'not-atomic',
			text: 'writes over a live entry: the exchange is emulated with a lock that plain stores do not take',
		},
	},
	{
		name: 'none-values',
		title: 'the entry holds what pte_none() takes for empty',
		functions: ['port_none_values'],
		naiveFails: ['s390x*', 'xtensa', 'x86_64*', 'i386-pae', 'ppc64*', 'mips64'],
		upstreamFails: ['x86_64*', 'i386-pae'],
		finding: {
			id: 'too-narrow',
			text: 'refuses entries that pte_none() takes for empty: refaults for ever on those',
		},
	},
	{
		name: 'first-access',
		title: 'a CPU that found the page missing before accesses it at once',
		functions: ['port_first_access'],
		environment: ['negative-caching'],
		naiveFails: ['arm64*', 'riscv64*', 'ppc64*'],
		upstreamFails: [],
		finding: {
			id: 'not-visible',
			text: 'the next access may still find the page missing: a barrier or a fence is due',
		},
	},
	{
		name: 'clear',
		title: 'a clear of the entry comes in between',
		functions: ['port_install', 'port_clear'],
		finish: 'port_clear_finish',
		naiveFails: ['mips64', 'arm', 'arm-lpae', 'sparc64*', 'parisc64*', 'm68k', 'generic'],
		finding: {
			id: 'lost-install',
			text: 'is wiped out unseen by a clear, which reads and writes in two steps',
		},
	},
];

/** Ids of the modes that are named, by themselves or as a family. */
function modesOf(names: readonly string[]): string[] {
	return archs.filter(({id, family}) => names.includes(id) || names.includes(`${family}*`)).map(({id}) => id);
}

function expectationsOf(
	{naiveFails, upstreamFails = []}: Question,
	earlier: readonly string[],
): Expectation[] {
	const broken = {expected: 'violated', property: 'expectation'} as const;
	const stubs = archs.filter(({upstream}) => !upstream.trySet).map(({id}) => id);
	return [
		{
			candidates: ['naive'],
			archs: modesOf(naiveFails),
			...broken,
			reference: 'arch-facts 2, "Naive verdict"',
		},
		{
			candidates: ['naive'],
			archs: modesOf(earlier),
			expected: 'open',
			reference: 'an earlier question has no for an answer, on which this one builds',
		},
		{candidates: ['naive'], expected: 'holds', reference: 'arch-facts 2, "Naive verdict"'},
		{candidates: ['right'], expected: 'holds', reference: 'what the candidate is for'},
		{archs: modesOf(upstreamFails), ...broken, reference: 'C20; arch-facts 3.2'},
		{archs: stubs, expected: 'open', reference: 'arch-facts 1.4: the helper is the stub here'},
		{expected: 'holds', reference: 'arch-facts 1.4'},
	];
}

/** The scenarios, in the order in which their findings count: what is wrong first makes the rest of no interest. */
export const portScenarios: readonly Scenario[] = questions.map((question, index) => ({
	id: `C20-port-${question.name}`,
	title: question.title,
	claims: ['C20'],
	file: 'port.c',
	processes: question.functions.map((name, index) => ({
		name: index === 0 ? 'helper' : 'other writer',
		function: name,
		role: 'cpu' as const,
	})),
	...(question.setup === undefined ? {} : {setup: question.setup}),
	...(question.finish === undefined ? {} : {finish: question.finish}),
	properties: [],
	environment: question.environment ?? [],
	archs: archs.map(({id}) => id),
	variants: [portVariant],
	expectations: expectationsOf(
		question,
		questions.slice(0, index).flatMap(({naiveFails}) => naiveFails),
	),
	programs: [],
	counters: [],
}));

/** What the failure of a port scenario means, or null for any other scenario. */
export function findingOf(scenario: string): Finding | null {
	return questions.find(({name}) => scenario === `C20-port-${name}`)?.finding ?? null;
}
