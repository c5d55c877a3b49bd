import type {Scenario} from './scenario.ts';

/** The walk at the end of the map frees scratch like any page. */
export const c12DestroyFreesWhatItFinds: Scenario = {
	id: 'C12-destroy-frees-what-it-finds',
	title: 'the walk at the end of the map frees scratch like any page',
	claims: ['C12'],
	file: 'c12-destroy-frees-what-it-finds.c',
	processes: [{name: 'owner', function: 'c12_stray_and_free_all', role: 'cpu'}],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['VM', 'VJ', 'VL'],
	expectations: [{expected: 'violated', property: 'scratch-freed', reference: 'C12, condition dropped'}],
	programs: [],
	counters: ['double_frees'],
};
