/**
 * Words for what a step broke.
 */
import type {FailureKind} from '../compiler/emit-step-context.ts';
import {oopsKinds} from '../machine/vocabulary.ts';
import type {Failure} from './system.ts';

/** What the module's globals say. */
export interface RawFailure {
	kind: FailureKind;
	/** Property of an assertion, code of a trap, address. */
	code: number;
	/** Second number of a trap. */
	argument: number;
	/** What WebAssembly said of a trap of its own, else ''. */
	trapText: string;
}

/** Trap codes (docs/machine.md): the property each breaks, and how it is said. */
const traps: Record<number, {property: string; text: (argument: number) => string}> = {
	1: {property: 'oops', text: kind => oopsTexts[oopsKinds[kind] ?? 'unhandled_fault']},
	2: {
		property: 'refault',
		text: () => 'the same access faults again and again, and the handler always says "handled"',
	},
	3: {property: 'bug', text: line => (line === 0 ? 'a trap, as of __builtin_trap()' : 'BUG()')},
	4: {property: 'deadlock', text: () => 'a CPU with interrupts off waits for an answer of the others'},
	5: {property: 'lab', text: argument => `a fault of the lab itself (${argument})`},
};

const oopsTexts: Record<(typeof oopsKinds)[number], string> = {
	unhandled_fault: 'oops, a page fault that nothing recovers',
	null: 'oops, a null pointer is followed',
	alignment: 'oops, a misaligned access',
	bus: 'oops, an entry leads to where there is no memory',
	user_fault: 'oops, a fault at a user address',
};

/** Property and text of a failure. `properties` are the names of assertions by number. */
export function describeStepFailure(
	{kind, code, argument, trapText}: RawFailure,
	properties: readonly string[],
): Pick<Failure, 'property' | 'text'> {
	switch (kind) {
		case 'none':
			return {property: 'none', text: 'nothing is broken'};
		case 'assert': {
			const name = properties[code];
			return name === undefined
				? {property: 'assert', text: `assertion of property ${code} does not hold`}
				: {property: name, text: `${name}: the assertion does not hold`};
		}
		case 'trap': {
			const trap = traps[code];
			return trap === undefined
				? {property: 'trap', text: `trap ${code}, argument ${argument}`}
				: {property: trap.property, text: trap.text(argument)};
		}
		case 'unreachable':
			return {property: 'bug', text: trapText || 'control came to a place that it must not reach'};
		case 'division-by-zero':
			return {property: 'bug', text: 'division by zero'};
		case 'bad-call':
			return {
				property: 'bug',
				text: `a call through the pointer 0x${code.toString(16)}, which is to no function of this type`,
			};
		case 'endless-loop':
			return {property: 'endless-loop', text: 'turns for ever without an access that others could see'};
		case 'stack-overflow':
			return {property: 'stack-overflow', text: 'the calls do not fit the stack'};
		case 'forbidden-store':
			return {
				property: 'wild-store',
				text: `stores to 0x${code.toString(16)}, which belongs to the machine and never changes`,
			};
		case 'shared-stack':
			return {
				property: 'shared-stack',
				text:
					`uses address 0x${code.toString(16)} on the stack of another CPU, whose own accesses to it were taken ` +
					'for invisible; create the stepper with sharedStacks',
			};
	}
}
