/**
 * C texts for the reader: integer operators, overflow, bit operations.
 */

const widths = ['u8', 'u16', 'u32', 'u64', 's8', 's16', 's32', 's64'];

/** Every operator on every width. */
export function operators(): string {
	const operations = ['+', '-', '*', '&', '|', '^', '<', '<=', '>', '>=', '==', '!='];
	return widths
		.map(type => {
			const bits = Number(type.slice(1));
			const simple = operations.map(operator => `	r = r * 31 + (u64)(${type})(x ${operator} y);`).join('\n');
			return `
u64 all_${type}(u64 a, u64 b)
{
	${type} x = a, y = b;
	u64 r = 0;

${simple}
	r = r * 31 + (u64)(${type})(x << (y & ${bits - 1}));
	r = r * 31 + (u64)(${type})(x >> (y & ${bits - 1}));
	if (y != 0 && !(y == (${type})-1 && (${type})-1 < (${type})0)) {
		r = r * 31 + (u64)(${type})(x / y);
		r = r * 31 + (u64)(${type})(x % y);
	}
	r = r * 31 + (u64)(${type})~x + (u64)(${type})-y + !x;
	r += (u64)(s64)x + (u64)(u32)y + (u64)(s8)x * 3 + (u64)(u16)y;
	return r;
}
`;
		})
		.join('');
}

/** Overflow builtins on every width. */
export function overflows(): string {
	return widths
		.map(
			type => `
u64 overflow_${type}(u64 a, u64 b)
{
	${type} r1, r2, r3;
	u64 f = 0;

	f |= __builtin_add_overflow((${type})a, (${type})b, &r1);
	f |= __builtin_sub_overflow((${type})a, (${type})b, &r2) << 1;
	f |= __builtin_mul_overflow((${type})a, (${type})b, &r3) << 2;
	return f + (u64)r1 * 31 + (u64)r2 * 37 + (u64)r3 * 41;
}
`,
		)
		.join('');
}

export const bits = `
u64 counts(u64 a, u64 b)
{
	u64 r = __builtin_popcountll(a) + __builtin_popcount((u32)b) * 3 + __builtin_parity((u32)a);

	if (a)
		r += __builtin_clzll(a) * 5 + __builtin_ctzll(a) * 7;
	if ((u32)b)
		r += __builtin_clz((u32)b) * 11 + __builtin_ctz((u32)b) * 13;
	return r + __builtin_ffsll(a) + __builtin_ffs((s32)b);
}

u64 swaps(u64 a, u64 b)
{
	return __builtin_bswap64(a) ^ __builtin_bswap32((u32)b) ^ ((u64)__builtin_bswap16((u16)a) << 20);
}

u64 rotates(u64 a, u64 b)
{
	u32 n = b & 63, m = b & 31, k = b & 15;
	u32 x = a;
	u16 y = a;
	u64 r = (a << n) | (a >> (-n & 63));

	r ^= (x << m) | (x >> (-m & 31));
	r += (u16)((y << k) | (y >> (-k & 15)));
	return r + ((a >> 13) | (b << 51));
}

u64 extremes(u64 a, u64 b)
{
	s64 x = a, y = b;
	s16 p = a, q = b;
	u64 r = a < b ? a : b;

	r += (u64)(x > y ? x : y) + (u64)(s64)(p < q ? p : q) * 3;
	r ^= (u64)(x < 0 ? -x : x) + (u64)(s64)(p < 0 ? -p : p) * 5;
	return r + (a > b ? a - b : 0) + (u64)(s64)((x > y) - (x < y));
}

u64 saturate(u64 a, u64 b)
{
	u64 s = a + b;
	u32 t = (u32)a + (u32)b;

	if (s < a)
		s = ~0ull;
	if (t < (u32)a)
		t = ~0u;
	return s ^ t;
}
`;
