/**
 * Compiling C: output, include tree, macros, diagnostics.
 */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {CompileError, compileManyToLlvm, compileToLlvm} from '../../source/compiler/clang.ts';
import {readLlvm} from '../../source/compiler/ir/read-llvm.ts';

const input = {files: {}, triple: 's390x-linux-gnu', defines: {}};

describe('compileToLlvm', () => {
	it('compiles for a target, with includes in folders and macros', async () => {
		const {llvm, warnings} = await compileToLlvm({
			...input,
			name: 'mm/a.c',
			text: '#include <linux/b.h>\n#include "c.h"\nint f(void) { return B + C + D; }\n',
			files: {'linux/b.h': '#define B 100\n', 'mm/c.h': '#define C 20\n'},
			defines: {D: '3'},
		});
		assert.match(llvm, /target triple = "s390x-unknown-linux-gnu"/);
		assert.match(llvm, /ret i32 123/);
		assert.match(llvm, /DIFile\(filename: "mm\/a\.c"/);
		assert.equal(warnings, '');
	});

	it('gives warnings', async () => {
		const {warnings} = await compileToLlvm({...input, name: 'a.c', text: 'void f(void) { int unused; }\n'});
		assert.match(warnings, /^a\.c:1:20: warning: unused variable 'unused'/);
	});

	it('fails with the diagnostics as they are', async () => {
		await assert.rejects(
			compileToLlvm({...input, name: 'dir/bad.c', text: 'int f(void)\n{\n\treturn missing;\n}\n'}),
			error => {
				assert.ok(error instanceof CompileError);
				assert.match(error.message, /^dir\/bad\.c:3:9: error: use of undeclared identifier 'missing'/);
				assert.match(error.message, /1 error generated\.$/);
				return true;
			},
		);
	});

	it('names a missing header, an unknown target and a bad path', async () => {
		const missing = compileToLlvm({...input, name: 'a.c', text: '#include <none.h>\n'});
		await assert.rejects(missing, /a\.c:1:10: fatal error: 'none\.h' file not found/);
		const target = compileToLlvm({...input, name: 'a.c', text: '', triple: 'parisc-linux-gnu'});
		await assert.rejects(target, /unknown target triple 'parisc/);
		await assert.rejects(
			compileToLlvm({...input, name: '../a.c', text: ''}),
			/'\.\.\/a\.c' is not a relative/,
		);
	});
});

describe('compileManyToLlvm', () => {
	/** Enough files for a precompiled header, one of which it must not be used for. */
	const units = [
		...['a', 'b', 'c', 'd', 'e', 'f'].map(name => ({
			name: `mm/${name}.c`,
			text: `#include <linux/x.h>\n#include "own.h"\nint ${name}(int *p) { return twice(p) + ${name.charCodeAt(0)}; }\n`,
		})),
		{name: 'mm/g.c', text: '#define FACTOR 3\n#include <linux/x.h>\nint g(int *p) { return twice(p); }\n'},
	];
	const files = {
		'include/linux/x.h':
			'#ifndef X\n#define X\n#ifndef FACTOR\n#define FACTOR 2\n#endif\nstatic inline int twice(int *p)\n{\n\treturn FACTOR * *p;\n}\n#endif\n',
		'mm/own.h': '',
	};
	const many = {...input, files, units, flags: ['-Iinclude']};

	it('makes of each file what it is alone', async () => {
		const {llvm, warnings} = await compileManyToLlvm(many);
		assert.equal(warnings, '');
		assert.equal(llvm.length, units.length);
		for (const [index, unit] of units.entries()) {
			const alone = await compileToLlvm({...many, ...unit});
			assert.deepEqual(readLlvm(llvm[index] ?? '', unit.name), readLlvm(alone.llvm, unit.name));
		}
		assert.match(llvm[6] ?? '', /mul i32 %\d+, 3/);
		assert.match(llvm[0] ?? '', /filename: "include\/linux\/x\.h"/);
	});

	it('fails as the first wrong file alone does', async () => {
		const wrong = units.map(unit =>
			unit.name < 'mm/c.c' ? unit : {...unit, text: `${unit.text}int oops(void) { return missing; }\n`},
		);
		await assert.rejects(compileManyToLlvm({...many, units: wrong}), error => {
			assert.ok(error instanceof CompileError);
			assert.match(error.message, /^mm\/c\.c:4:\d+: error: use of undeclared identifier 'missing'/);
			assert.match(error.message, /1 error generated\.$/);
			return true;
		});
	});

	it('gives the warnings of all files', async () => {
		const warned = units.map(unit => ({...unit, text: `${unit.text}void w(void) { int unused; }\n`}));
		const {warnings} = await compileManyToLlvm({...many, units: warned});
		assert.equal(warnings.match(/warning: unused variable 'unused'/g)?.length, units.length);
	});
});
