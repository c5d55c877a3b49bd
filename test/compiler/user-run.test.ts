/** A whole file of a user's, running: it does by itself what the lab's own code does for the other variants. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {it} from 'node:test';
import {archById} from '../../source/arch/index.ts';
import {buildImage} from '../../source/compiler/build-image.ts';
import {clangVersion} from '../../source/compiler/clang.ts';
import {folderCache} from '../../source/compiler/folder-cache.ts';
import {builtInSources} from '../../source/compiler/source-tree.ts';
import {userVariant} from '../../source/compiler/user-variant.ts';
import {builtFile} from '../../source/machine/built-file.ts';
import {compileImage, rememberImages} from '../../source/machine/image-store.ts';
import {startSession} from '../../source/machine/session.ts';

const text = readFileSync(new URL('./user-texts/whole-file.c', import.meta.url), 'utf8');

it("keeps the lab's books in a race with programs that are wrong in several ways", async () => {
	const arch = archById('x86_64');
	const sources = builtInSources(arch);
	const {get} = folderCache({version: clangVersion(), folders: [builtFile('llvm')]});
	const {variant} = await userVariant({kind: 'c', path: 'whole-file.c', text, base: 'VJ'}, arch, sources);
	const image = await buildImage({...sources, variants: [variant], cache: {get, async set() {}}});
	const loaded = await compileImage(image);
	const session = await startSession(
		{
			archs: [arch.id],
			variant: variant.id,
			cpus: 2,
			seed: 1,
			chaos: 0,
			programs: ['churn', 'one-past-end', 'double-free', 'tracepoint-in-lock'],
			violationThreshold: 0,
		},
		rememberImages(async () => loaded),
	);

	try {
		await new Promise(resolve => setTimeout(resolve, 1000));
		await session.pause();
		const [machine] = session.machines();
		const {failure, counters, books} = machine?.snapshot() ?? {};

		assert.equal(failure, null);
		assert.deepEqual(
			books?.lines.filter(({ok}) => !ok),
			[],
		);
		for (const id of [
			'installs',
			'scratch_installs',
			'set_hit_scratch',
			'violations',
			'deferred_frees',
		] as const) {
			assert.ok((counters?.[id] ?? 0) > 0, id);
		}
		assert.equal(counters?.oopses, 0);
	} finally {
		await session.stop();
	}
});
