/**
 * Words for what a step broke.
 */
import type {FailureKind} from '../compiler/emit-step-context.ts';
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

/** Names of trap codes (docs/machine.md), by code. */
const trapProperties: Record<number, string> = {1: 'oops', 2: 'refault', 3: 'bug', 4: 'deadlock', 5: 'lab'};

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
		case 'trap':
			return {property: trapProperties[code] ?? 'trap', text: `trap ${code}, argument ${argument}`};
		case 'unreachable':
			return {property: 'bug', text: trapText || 'control came to a place that it must not reach'};
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
