/**
 * A small image to explore, which the build makes for every mode: the port scenarios alone, with the one variant that they are made
 * for. So `compare` has its findings without a compiler.
 */
import type {Arch} from '../arch/arch.ts';
import {plainVariant} from '../arch/candidates.ts';
import {builtInSources} from '../compiler/source-tree.ts';
import {portScenarios, portVariant} from '../scenarios/port.ts';
import type {ExploreImageInput} from './build-explore-image.ts';
import {scenarioSources} from './scenario-sources.ts';

/** What it is built from. It is stepped little, so it is left as it is emitted. */
export function portImageInput(arch: Arch): ExploreImageInput {
	const sources = builtInSources(arch);
	return {
		...sources,
		...scenarioSources(arch.id, portScenarios),
		variants: sources.variants.filter(({id}) => plainVariant(id) === portVariant),
		optimize: false,
	};
}
