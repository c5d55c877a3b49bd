/**
 * Compiling C: output, include tree, macros, diagnostics.
 */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {CompileError, compileToLlvm} from '../../source/compiler/clang.ts';

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
