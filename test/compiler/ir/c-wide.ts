/**
 * C text for the reader: 128-bit integers.
 */

/** For 64-bit targets only. */
export const wide = `
typedef unsigned __int128 u128;
typedef __int128 s128;

static u64 fold(u128 x) { return (u64)x * 3 + (u64)(x >> 64); }
static u128 join(u64 a, u64 b) { return ((u128)a << 64) | b; }

u64 wide_arithmetic(u64 a, u64 b)
{
	u128 x = join(a, b), y = join(b, ~a);

	return fold(x + y) + fold(x - y) * 3 + fold(x * y) * 5 + fold(x & y) * 7 + fold((x | y) ^ (x * 3)) + fold(-x);
}

u64 wide_shifts(u64 a, u64 b)
{
	u128 x = join(a, b);
	u32 n = a & 127, m = b & 127;
	u64 r = fold(x << n) + fold(x >> m) * 3 + fold((u128)((s128)x >> n)) * 5;

	return r + fold(x << 1) + fold(x >> 63) + fold(x << 64) + fold((u128)((s128)x >> 65)) + fold(x << 100);
}

u64 wide_compare(u64 a, u64 b)
{
	u128 x = join(a, b), y = join(b, a);
	s128 p = x, q = y;

	return (x < y) + (x <= y) * 2 + (x == y) * 4 + (p < q) * 8 + (p <= q) * 16 + (p > 0) * 32 + (x != (u128)p + 1) * 64 +
	       (u64)(x > y ? x : y) + fold(p < q ? (u128)p : (u128)q);
}

u64 wide_convert(u64 a, u64 b)
{
	s128 x = (s64)a, y = (s32)b, z = (s8)a;
	u128 w = (u32)b;

	return fold(x) + fold(y) * 3 + fold(z) * 5 + fold(w) * 7 + (u8)(x >> 60) + (u64)(s64)(s16)(y >> 3);
}

u64 multiply_high(u64 a, u64 b)
{
	return (u64)(((u128)a * b) >> 64) + (u64)(((s128)(s64)a * (s64)b) >> 64) * 3;
}

static u128 stored[3];

u64 wide_memory(u64 a, u64 b)
{
	volatile u128 local = join(a, b);

	stored[a & 1] = join(b, a);
	stored[2] += stored[b & 1] + local;
	return fold(stored[2]) + fold(stored[a & 1]);
}

noinline u128 pass(u64 x, u128 y, u128 z) { return y * 3 + z + x; }

u64 wide_calls(u64 a, u64 b)
{
	u128 x = join(a, b);

	for (u32 i = 0; i < (a & 3); i++)
		x = pass(b, x, join(b, i));
	return fold(x);
}

struct holder { u8 c; u128 w; };

u64 wide_fields(u64 a, u64 b)
{
	struct holder h[2] = {{1, a}, {2, join(a, b)}};
	struct holder *p = &h[b & 1];

	p->w += a;
	return fold(p->w) + p->c + fold(h[1].w);
}

u64 wide_bits(u64 a, u64 b)
{
	u128 x = join(a, b);
	u64 r = 0;

	while (x && r < 20) {
		x &= x - 1;
		r++;
	}
	return r + fold(join(__builtin_bswap64((u64)x), b));
}

typedef __builtin_va_list va_list;

noinline u64 wide_walk(int n, ...)
{
	va_list ap;
	u64 r = 0;

	__builtin_va_start(ap, n);
	while (n--) {
		r = r * 3 + __builtin_va_arg(ap, s32);
		r = r * 5 + fold(__builtin_va_arg(ap, u128));
	}
	__builtin_va_end(ap);
	return r;
}

u64 wide_variadic(u64 a, u64 b)
{
	return wide_walk(2, (s32)a, join(a, b), (s32)b, join(b, a));
}
`;
