import assert from 'node:assert/strict';
import {test} from 'node:test';
import {headerClosure} from '../../source/compiler/header-closure.ts';

const headers = {
	'include/linux/a.h': '#include <linux/b.h>\n#ifdef X\n#  include "c.h"\n#endif\n',
	'include/linux/b.h': '#include <linux/a.h>\n#include <stddef.h>\n',
	'include/linux/c.h': '',
	'include/asm/d.h': '',
	'bpf/local.h': '#include <asm/d.h>\n',
};

const cases = [
	{name: 'nothing', text: 'int x;', reached: []},
	{
		name: 'headers of headers, whatever the conditions, circles included',
		text: '#include <linux/a.h>',
		reached: ['include/linux/a.h', 'include/linux/b.h', 'include/linux/c.h'],
	},
	{
		name: 'a header beside the file',
		text: ' # include "local.h" // mine',
		reached: ['bpf/local.h', 'include/asm/d.h'],
	},
	{name: 'a quoted header of the include path', text: '#include "asm/d.h"', reached: ['include/asm/d.h']},
	{name: 'all, where the name is a macro', text: '#include HEADER', reached: Object.keys(headers).sort()},
];

for (const {name, text, reached} of cases) {
	test(`the closure holds ${name}`, () => {
		assert.deepEqual(headerClosure('bpf/file.c', text, headers), reached);
	});
}
