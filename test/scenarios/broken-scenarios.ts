/**
 * Small scenarios in pairs: one that breaks a property, and its mended twin. They are the functions of the C files in `broken/`,
 * known by their names: `<property>_broken` and `<property>_mended`, or, for a second way to break it,
 * `<property>__<way>_broken` and so on. `_other` in place of that is what a second CPU does in both, or after it in that one;
 * `_setup` and `_finish` do for both what they say.
 */
import '../compiler/quick-binaryen.ts';
import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {archById} from '../../source/arch/index.ts';
import {clangVersion} from '../../source/compiler/clang.ts';
import {folderCache} from '../../source/compiler/folder-cache.ts';
import {builtInSources} from '../../source/compiler/source-tree.ts';
import {buildExploreImage} from '../../source/explore/build-explore-image.ts';
import type {CaseReport} from '../../source/explore/case.ts';
import {type ExploreImage, runCase} from '../../source/explore/run-case.ts';
import {builtFile} from '../../source/machine/built-file.ts';
import type {Scenario} from '../../source/scenarios/scenario.ts';

/** A way to break a property. */
export interface Pair {
	/** Id of the property. */
	property: string;
	/** Beginning of the names of its functions. */
	name: string;
	/** The way in words, '' for the first one. */
	way: string;
}

export type Side = 'broken' | 'mended';

const folder = fileURLToPath(new URL('broken', import.meta.url));
const texts = Object.fromEntries(
	readdirSync(folder).map(file => [`scenarios/broken/${file}`, readFileSync(`${folder}/${file}`, 'utf8')]),
);
const functions = Object.values(texts).flatMap(text =>
	[...text.matchAll(/^void (\w+)\(void\)$/gm)].flatMap(([, name]) => name ?? []),
);

/** All of them, in the order of the files. */
export const pairs: readonly Pair[] = functions
	.filter(name => name.endsWith('_broken'))
	.map(broken => {
		const name = broken.replace(/_broken$/, '');
		const [property = '', way = ''] = name.split('__');
		return {property: property.replaceAll('_', '-'), name, way: way.replaceAll('_', ' ')};
	});

/** One image with all of them and the variants VJ and VM. Compiler output comes from the build where it has it. */
export async function brokenImage(arch: string): Promise<ExploreImage> {
	const sources = builtInSources(archById(arch));
	const built = folderCache({version: clangVersion(), folders: [builtFile('llvm')]});
	const {wasm, manifest} = await buildExploreImage({
		...sources,
		variants: sources.variants.filter(({id}) => id === 'VJ' || id === 'VM'),
		scenarios: texts,
		functions,
		optimize: false,
		cache: {get: key => built.get(key), set: async () => {}},
	});
	return {module: new WebAssembly.Module(wasm), manifest};
}

/** Explores one side of a pair, with its own property checked whether or not all scenarios check it. */
export function runSide(image: ExploreImage, pair: Pair, side: Side, variant = 'VJ'): CaseReport {
	const {name, property} = pair;
	const others = [`${name}_${side}_other`, `${name}_other`].filter(isThere);
	const processes = [`${name}_${side}`, ...others.slice(0, 1)];
	const [setup, finish] = [`${name}_setup`, `${name}_finish`].map(each => (isThere(each) ? each : undefined));
	const scenario: Scenario = {
		id: `${property} ${side}`,
		title: '',
		claims: [],
		file: '',
		...(setup === undefined ? {} : {setup}),
		...(finish === undefined ? {} : {finish}),
		processes: processes.map((each, index) => ({name: `CPU ${index}`, function: each, role: 'cpu'})),
		properties: [property],
		environment: [],
		archs: [image.manifest.arch],
		expectations: [],
		programs: [],
		counters: [],
	};
	const options = {
		reduction: true,
		limits: {milliseconds: 10_000},
		outcomes: false,
		simulate: null,
		shard: null,
		environment: null,
	};
	return runCase(image, scenario, {scenario: scenario.id, arch: image.manifest.arch, variant, options});
}

function isThere(name: string): boolean {
	return functions.includes(name);
}
