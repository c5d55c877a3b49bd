/** What is seen of a C text without a compiler. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {editText} from '../../source/compiler/user-unit-edit.ts';
import {mentions, scanItems} from '../../source/compiler/user-unit-scan.ts';
import {membersOf, mergeStruct} from '../../source/compiler/user-unit-structs.ts';

const kinds = (text: string) => scanItems(text).map(({kind, name, line}) => `${line} ${kind} ${name}`.trim());

describe('scanItems', () => {
	it('tells functions from prototypes, structs, macros and the rest', () => {
		const text = [
			'#include <linux/bpf.h>',
			'#define TWICE(x) \\',
			'	((x) * 2)',
			'static int f(int a, void (*g)(int, char)) __must_hold(x);',
			'struct node { int a; };',
			'static struct node n = { .a = (1) };',
			'typedef int (*fn_t)(int);',
			'static __always_inline __attribute__((pure)) int',
			'f(int a, void (*g)(int, char)) __acquires(x)',
			'{',
			'	return f(a, g);',
			'}',
		].join('\n');

		assert.deepEqual(kinds(text), [
			'1 include linux/bpf.h',
			'2 macro TWICE',
			'4 prototype f',
			'5 struct node',
			'6 other',
			'7 other',
			'8 function f',
		]);
		assert.deepEqual(scanItems(text).at(-1)?.parameters, ['int a', 'void (*g)(int, char)']);
	});

	it('is not misled by comments, strings and characters', () => {
		const text = `/* void a(void) { */ char *s = "void b(void) {"; // void c(void) {
			char q = '{'; /* " */ void d(void) { /* } */ char e = '}'; }`;

		assert.deepEqual(kinds(text), ['1 other', '2 other', '2 function d']);
	});

	it('ends a macro that stands alone where something else begins', () => {
		assert.deepEqual(kinds('BTF_ID_LIST_SINGLE(a, struct, b)\nint f(void)\n{\n}\nlate_initcall(f);\n'), [
			'1 other',
			'2 function f',
			'5 other',
		]);
	});

	it('sees every branch of a condition, with braces that only fit within one', () => {
		const text = [
			'int f(void)',
			'{',
			'#ifdef A',
			'	while (1) {',
			'#else',
			'	if (1) {',
			'#endif',
			'	}',
			'}',
			'#if 0',
			'int g(void) {',
			'#else',
			'int h(void) { }',
			'#endif',
			'int i(void) { }',
		].join('\n');

		assert.deepEqual(
			scanItems(text).flatMap(({kind, name}) => (kind === 'function' ? name : [])),
			['f', 'h', 'i'],
		);
	});

	it('knows which words an item uses', () => {
		const [item] = scanItems('int f(void) { return g(/* h */ "i"); }');

		assert.ok(item);
		assert.deepEqual(
			['f', 'g', 'h', 'i'].map(word => mentions(item, word)),
			[true, true, false, false],
		);
	});
});

describe('members of a struct', () => {
	it('have the names of their declarators', () => {
		const text =
			'struct a { int i, *p; u32 x : 3; int (*fn)(int); char b[4] __aligned(8); union { u8 c; struct { u8 d; }; }; struct list_head head; };';
		const names = membersOf(text, text.indexOf('{'), text.length).map(member => member.names.join(' '));

		assert.deepEqual(names, ['i p', 'x', 'fn', 'b', 'c d', 'head']);
	});

	it('of two definitions are laid on each other, the known ones first', () => {
		const lab = membersOf('{ int a; int b; };', 0, 18);
		const user = membersOf('{ int b;\nlong c; };', 0, 19);
		const merge = mergeStruct({name: 's', lab, user, path: 'm.c', room: null});

		assert.match(merge.text, /^struct s \{\s+int a;\s+int b;\s+#line 2 "m\.c"\s+long c;\s+\};$/);
		assert.deepEqual(merge.added, ['c']);
		assert.deepEqual(merge.missing, ['a']);
	});
});

describe('editText', () => {
	it('leaves what it does not change on its line and column', () => {
		const edits = editText('one;\n\ttwo; three;\nfour;\n', 'a"b.c');
		edits.replace(6, 10, 'TWO\nTWO');

		assert.equal(edits.apply(), 'one;\n\tTWO\nTWO\n#line 2 "a\\"b.c"\n\t     three;\nfour;\n');
	});

	it('blanks a stretch without moving anything', () => {
		const edits = editText('a bc\nd e', 'a.c');
		edits.blank(2, 6);

		assert.equal(edits.apply(), 'a   \n  e');
	});
});
