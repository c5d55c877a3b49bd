/** Accessors, C walker and TypeScript walk against each other on the host: the 32-bit modes. */
import {after, describe, it} from 'node:test';
import {archs} from '../../source/arch/index.ts';
import {nativeRuns, nativeSkip} from './support/native-checks.ts';

for (const {title, checks, clean} of nativeRuns(archs.filter(arch => arch.pointerBits === 32))) {
	describe(title, {skip: nativeSkip}, () => {
		after(clean);
		for (const {name, skip, run} of checks) {
			it(name, {skip}, run);
		}
	});
}
