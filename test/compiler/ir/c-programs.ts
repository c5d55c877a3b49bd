/**
 * C texts whose results must not depend on the target, by subject. Only types of fixed size are used, and no value
 * shows the byte order. Functions to test are `u64 name(u64 a, u64 b)`.
 */
import {bits, operators, overflows} from './c-arithmetic.ts';
import {calls, variadic} from './c-calls.ts';
import {control} from './c-control.ts';
import {memory} from './c-memory.ts';
import {wide} from './c-wide.ts';

/** Programs for every target. */
export const programs = {
	operators: operators(),
	overflows: overflows(),
	bits,
	control,
	memory,
	calls,
	variadic,
};

/** Programs that need `__int128`. */
export const widePrograms = {wide};
