/** The part of an image's manifest that does not depend on what is emitted. */
import type {ImageManifest} from './image.ts';
import type {LinkedProgram} from './link-types.ts';

/** Everything the linker has settled; the emitter adds the access sites. */
export function manifestOf(program: LinkedProgram): Omit<ImageManifest, 'sites' | 'locations' | 'step'> {
	const {arch, pointerBits, bigEndian, memoryBytes, staticEnd, symbols, variants, variantSlots, programs} =
		program;

	return {arch, pointerBits, bigEndian, memoryBytes, staticEnd, symbols, variants, variantSlots, programs};
}
