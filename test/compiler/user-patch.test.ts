/** Patches against the lab's own arena.c, applied with the real `patch`. */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {archById} from '../../source/arch/index.ts';
import {slots} from '../../source/compiler/build-image.ts';
import {builtInSources} from '../../source/compiler/source-tree.ts';
import {applyPatch} from '../../source/compiler/user-patch.ts';
import {patchBase} from '../../source/compiler/user-patch-base.ts';
import {patchTexts} from '../../source/compiler/user-patch-mail.ts';
import {UserCodeError, userVariant} from '../../source/compiler/user-variant.ts';
import {laboratory} from './user-support.ts';

const arm64 = archById('arm64');
const sources = builtInSources(arm64);
const base = patchBase('VJ', sources);
const targets = {
	arena: base.text,
	arch: sources.pgtable,
	generic: sources.kernel['include/linux/pgtable.h'] ?? '',
};

/** A unified diff of two texts, as `git diff` names the files. */
function diff(path: string, before: string, after: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'ptelab-test-'));
	try {
		writeFileSync(join(folder, 'before'), before);
		writeFileSync(join(folder, 'after'), after);
		const labels = ['--label', `a/${path}`, '--label', `b/${path}`];
		const {stdout} = spawnSync('diff', ['-u', ...labels, 'before', 'after'], {cwd: folder, encoding: 'utf8'});

		return `diff --git a/${path} b/${path}\n${stdout}`;
	} finally {
		rmSync(folder, {recursive: true});
	}
}

/** The set callback becomes static and gives up where it met anything. */
const changed = base.text
	.replace('\nint apply_range_set_cb(', '\nstatic int apply_range_set_cb(')
	.replace('if (pte_none(old_pte))\n\t\t\tcontinue;', 'if (!pte_none(old_pte))\n\t\t\treturn -EAGAIN;');
const smallPatch = diff(base.path, base.text, changed);

/** A message as `git format-patch` writes it. */
function mail(subject: string, body: string, headers: readonly string[] = []): string {
	return [
		'From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001',
		'From: A. Developer <a@example.org>',
		'Date: Mon, 1 Jun 2026 10:00:00 +0000',
		`Subject: ${subject}`,
		...headers,
		'',
		body,
		'',
	].join('\n');
}

const withTrailer = (patch: string) =>
	`Why it is needed.\n---\n kernel/bpf/arena.c | 4 ++--\n\n${patch}-- \n2.47.0\n`;

describe('the file that patches are made against', () => {
	it("is the lab's arena.c with the callbacks of the base, without the marks of slots", () => {
		assert.equal(base.path, 'kernel/bpf/arena.c');
		assert.match(base.text, /^int apply_range_set_cb\(/m);
		assert.match(base.text, /while \(!ptep_try_set\(pte, new_pte\)\) \{/);
		assert.match(base.text, /^bool bpf_arena_handle_page_fault\(/m);
		assert.doesNotMatch(base.text, /__weak/);
	});

	it('defines each slot of the arena once, for every base', () => {
		for (const {id} of sources.variants) {
			const names = [...patchBase(id, sources).text.matchAll(/^\w[\w ]*?\*?\b(\w+)\([^;{]*\)\n\{/gm)].map(
				([, name = '']) => name,
			);
			const inArena = slots.filter(name => name !== 'arena_populate');

			assert.deepEqual(
				inArena.filter(name => names.filter(each => each === name).length !== 1),
				[],
				id,
			);
		}
	});

	it('is compiled like any file of a user', async () => {
		const lab = laboratory('arm64');
		for (const id of ['VJ', 'VF34']) {
			const {files} = lab.prepare(patchBase(id, sources).text, id);
			const unit = await lab.compile('user/mine.c', files['user/mine.c'] ?? '');
			assert.ok(unit.functions.some(({name}) => name === 'arena_free_pages'));
		}
		assert.deepEqual(lab.warnings, []);
	});

	it('is made of a variant that there is', () => {
		assert.throws(() => patchBase('VX', sources), /there is no variant 'VX'; there are V0, /);
	});
});

describe('a patch', () => {
	it('is applied', async () => {
		const result = await applyPatch('small.patch', smallPatch, targets, arm64);

		assert.equal(result.arena, changed);
		assert.deepEqual(result.changed, ['arena']);
		assert.deepEqual(result.notes, []);
	});

	it('may have been made by diff alone, against a copy under another name', async () => {
		const plain = smallPatch
			.replace(/^diff --git.*\n/, '')
			.replace('--- a/kernel/bpf/arena.c', '--- arena.orig.c\t2026-06-01 10:00:00')
			.replace('+++ b/kernel/bpf/arena.c', '+++ arena.c\t2026-06-01 10:05:00');

		assert.equal((await applyPatch('small.diff', plain, targets, arm64)).arena, changed);
	});

	it('may belong some lines away', async () => {
		const moved = {...targets, arena: `/* one */\n/* two */\n${base.text}`};

		const {arena, notes} = await applyPatch('small.patch', smallPatch, moved, arm64);

		assert.equal(arena, `/* one */\n/* two */\n${changed}`);
		assert.match(notes[0] ?? '', /^kernel\/bpf\/arena\.c: hunk #1 succeeded at \d+ \(offset 2 lines\)$/);
	});

	it('that does not fit is refused with what patch says', async () => {
		const foreign = smallPatch.replaceAll('old_pte', 'previous').replaceAll('d->scratch_page', 'd->page');

		await assert.rejects(applyPatch('foreign.patch', foreign, targets, arm64), error => {
			assert.ok(error instanceof UserCodeError);
			assert.equal(error.name, 'PatchError', 'the C is not what is wrong');
			assert.match(
				error.message,
				/^foreign\.patch: error: does not fit the lab's kernel\/bpf\/arena\.c; patch says\n/,
			);
			assert.match(
				error.message,
				/checking file arena\.c\nHunk #2 FAILED at \d+\.\n1 out of 2 hunks FAILED\n/,
			);
			assert.match(error.message, /^-.*previous/m, 'the hunk itself');
			assert.doesNotMatch(error.message, /ptelab-patch-/);
			return true;
		});
	});

	it('for files that the lab has not got is left out and told', async () => {
		const other = diff('mm/slub.c', 'one\n', 'two\n');
		const result = await applyPatch('two.patch', other + smallPatch, targets, arm64);

		assert.equal(result.arena, changed);
		assert.deepEqual(result.notes, ['mm/slub.c: left out, since the lab has no such file']);
		await assert.rejects(
			applyPatch('other.patch', other, targets, arm64),
			/other\.patch: error: changes nothing that the lab has\nmm\/slub\.c: left out/,
		);
	});

	it('of nothing at all is no patch', async () => {
		await assert.rejects(
			applyPatch('empty.patch', 'hello\n', targets, arm64),
			/empty\.patch: error: no patch in it/,
		);
	});

	it('needs the program', async () => {
		const {PATH} = process.env;
		process.env.PATH = '/nonexistent';
		try {
			await assert.rejects(
				applyPatch('small.patch', smallPatch, targets, arm64),
				/a patch needs the program 'patch', which is not installed/,
			);
		} finally {
			process.env.PATH = PATH;
		}
	});
});

describe('a patch of the page-table headers', () => {
	const after = targets.arch.replace('#define isb()		lab_isb()', '#define isb()		barrier()');
	const header = diff('arch/arm64/include/asm/pgtable.h', targets.arch, after);

	it("is applied to the lab's header of the architecture", async () => {
		const result = await applyPatch('isb.patch', header, targets, arm64);

		assert.notEqual(after, targets.arch);
		assert.equal(result.arch, after);
		assert.deepEqual(result.changed, ['arch']);
	});

	it('of another architecture is left out', async () => {
		const result = await applyPatch('both.patch', header + smallPatch, targets, archById('x86_64'));

		assert.deepEqual(result.changed, ['arena']);
		assert.deepEqual(result.notes, ['arch/arm64/include/asm/pgtable.h: left out, since this is x86_64']);
	});

	it("that does not fit the lab's own text is left out, with what patch says", async () => {
		const kernels = diff('include/linux/pgtable.h', 'a\nb\nc\n', 'a\nB\nc\n');
		const result = await applyPatch('kernel.patch', kernels + smallPatch, targets, arm64);

		assert.deepEqual(result.changed, ['arena']);
		assert.match(
			result.notes.join(),
			/^include\/linux\/pgtable\.h: left out, since it does not fit the lab's own header; patch says\n/,
		);
		assert.match(result.notes.join(), /Hunk #1 FAILED/);
	});
});

describe('a patch in mail', () => {
	const second = diff(base.path, changed, changed.replace('return -EAGAIN;', 'return -EBUSY;'));

	it('may be a series: one after the other', async () => {
		const series =
			mail('[PATCH 1/2] first', withTrailer(smallPatch)) + mail('[PATCH 2/2] second', withTrailer(second));
		const result = await applyPatch('series.mbox', series, targets, arm64);

		assert.deepEqual(
			patchTexts(series).map(({subject}) => subject),
			['[PATCH 1/2] first', '[PATCH 2/2] second'],
		);
		assert.equal(result.arena, changed.replace('return -EAGAIN;', 'return -EBUSY;'));
	});

	it('may be encoded', async () => {
		const body = withTrailer(smallPatch);
		const base64 = Buffer.from(body)
			.toString('base64')
			.replaceAll(/(.{76})/g, '$1\n');
		const quoted = body
			.replaceAll('=', '=3D')
			.replaceAll('\t', '=09')
			.replaceAll(/^(.{60})(.+)$/gm, '$1=\n$2');
		const encoded = [
			mail('=?UTF-8?q?=5BPATCH=5D_arena=3A_f=C3=BCr_alle?=', base64, [
				'Content-Type: text/plain; charset=UTF-8',
				'Content-Transfer-Encoding: base64',
			]),
			mail('[PATCH] quoted', quoted, ['Content-Transfer-Encoding: quoted-printable']),
			mail(
				'[PATCH] attached',
				`--xyz\nContent-Type: text/plain\n\nSee below.\n--xyz\nContent-Type: text/x-patch\nContent-Transfer-Encoding: base64\n\n${base64}\n--xyz--\n`,
				['Content-Type: multipart/mixed; boundary="xyz"'],
			),
			smallPatch.replaceAll('\n', '\r\n'),
		];

		assert.equal(patchTexts(encoded[0] ?? '')[0]?.subject, '[PATCH] arena: für alle');
		for (const text of encoded) {
			assert.equal((await applyPatch('mail', text, targets, arm64)).arena, changed);
		}
	});
});

describe('userVariant', () => {
	it('makes a variant of a patch, and says which functions it changes', async () => {
		const {variant, defines, notes, texts} = await userVariant(
			{kind: 'patch', path: 'dir/small.patch', text: smallPatch, base: 'VJ'},
			arm64,
			sources,
		);

		assert.equal(variant.id, 'small.patch');
		assert.deepEqual(Object.keys(variant.files), ['user/arena.c']);
		assert.deepEqual(defines, ['apply_range_set_cb']);
		assert.deepEqual(notes, []);
		assert.deepEqual(texts, {'kernel/bpf/arena.c': changed});
	});

	it('has a changed header in the variant alone', async () => {
		const header = diff(
			'arch/arm64/include/asm/pgtable.h',
			sources.pgtable,
			sources.pgtable.replace('pteval_t found = 0;', 'pteval_t found = 4;'),
		);
		const {variant, defines} = await userVariant(
			{kind: 'patch', path: 'four.patch', text: header, base: 'VL'},
			arm64,
			sources,
		);
		const lab = laboratory('arm64');
		const unit = await lab.compile('user/arena.c', variant.files['user/arena.c'] ?? '');
		const expected = unit.functions
			.flatMap(({blocks}) => blocks)
			.flatMap(({instructions}) => instructions)
			.flatMap(each =>
				each.op === 'cmpxchg' && each.width === 64 && each.expected.kind === 'constant'
					? Number(each.expected.value)
					: [],
			);

		assert.deepEqual(defines, ['ptep_try_set']);
		assert.ok(expected.length > 0 && expected.every(value => value === 4), String(expected));
	});

	it('makes a variant of a C file', async () => {
		const text = 'int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data) { return 0; }\n';
		const {variant, defines, texts} = await userVariant(
			{kind: 'c', path: '../mine.c', text, base: 'VJ'},
			arm64,
			sources,
		);

		assert.equal(variant.id, 'mine.c');
		assert.deepEqual(Object.keys(variant.files), ['variants/vj.c', 'user/mine.c']);
		assert.deepEqual(defines, ['apply_range_clear_cb']);
		assert.deepEqual(texts, {'../mine.c': text});
	});

	it('needs a base that there is', async () => {
		await assert.rejects(
			userVariant({kind: 'c', path: 'mine.c', text: '', base: 'VX'}, arm64, sources),
			/there is no variant 'VX'; there are V0, /,
		);
	});
});
