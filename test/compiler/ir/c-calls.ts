/**
 * C texts for the reader: arguments and results of all shapes, variable arguments.
 */

/** Structs by value, tail calls, GNU C. */
export const calls = `
struct two { s32 a; s64 b; };
struct tiny { u16 x; u8 y; u8 z; };
struct odd { u8 b[3]; };
struct six { u16 a, b, c; };
struct big { u64 a, b, c, d; };
struct pair { u64 a, b; };

noinline struct two make_two(u64 a, u64 b) { struct two t = {(s32)a, (s64)b}; return t; }
noinline struct tiny make_tiny(u64 a) { struct tiny t = {(u16)a, (u8)(a >> 8), (u8)(a >> 16)}; return t; }
noinline struct odd make_odd(u64 a) { struct odd t = {{(u8)a, (u8)(a >> 8), (u8)(a >> 16)}}; return t; }
noinline struct six make_six(u64 a) { struct six t = {(u16)a, (u16)(a >> 8), (u16)(a >> 16)}; return t; }
noinline struct big make_big(u64 a) { struct big t = {a, a + 1, a * 2, ~a}; return t; }
noinline struct pair make_pair(u64 a, u64 b) { struct pair t = {a, b}; return t; }
noinline u64 take_two(struct two t) { t.b++; return (u64)(s64)t.a * 3 + (u64)t.b; }
noinline u64 take_tiny(struct tiny t) { t.x ^= 5; return t.x + t.y * 3 + t.z * 5; }
noinline u64 take_odd(struct odd t) { t.b[1] += 9; return t.b[0] + t.b[1] * 3 + t.b[2] * 5; }
noinline u64 take_six(struct six t) { t.c += 9; return t.a + t.b * 3 + t.c * 5; }
noinline u64 take_big(struct big t) { t.a += 100; t.d ^= t.a; return t.a + t.b * 3 + t.c * 5 + t.d; }
noinline u64 take_pair(u64 x, struct pair p, struct pair *q) { p.a += x; q->b -= p.a; return p.a * 3 + p.b; }

u64 structs(u64 a, u64 b)
{
	struct big g = make_big(b);
	struct pair p = make_pair(a, b);
	u64 r = take_two(make_two(a, b)) + take_tiny(make_tiny(a)) * 3 + take_odd(make_odd(b)) * 5;

	r += take_six(make_six(b)) * 7 + take_big(g) + g.a + g.d;
	return r + take_pair(a, p, &p) + p.a + p.b;
}

typedef __builtin_va_list va_list;

noinline u64 structs_walk(int n, ...)
{
	va_list ap;
	u64 r = 0;

	__builtin_va_start(ap, n);
	while (n--) {
		struct pair p = __builtin_va_arg(ap, struct pair);
		struct big g;

		r = r * 3 + p.a + p.b * 5;
		r += (u64)(s64)__builtin_va_arg(ap, s32);
		g = __builtin_va_arg(ap, struct big);
		r ^= take_big(g);
	}
	__builtin_va_end(ap);
	return r;
}

u64 variadic_structs(u64 a, u64 b)
{
	return structs_walk(2, make_pair(a, b), (s32)a, make_big(b), make_pair(b, 1), (s32)b, make_big(a));
}

static u64 even(u64 n);
static noinline u64 uneven(u64 n) { return n == 0 ? 0 : even(n - 1); }
static noinline u64 even(u64 n) { return n == 0 ? 1 : uneven(n - 1); }

u64 tail_calls(u64 a, u64 b)
{
	return even(a & 31) * 2 + uneven(b & 31);
}

static u64 cleaned;
static void clean(u64 *p) { cleaned += *p; }

u64 gnu(u64 a, u64 b)
{
	u64 before = cleaned;
	u64 r;

	{
		__attribute__((cleanup(clean))) u64 guard = a;
		__auto_type x = b;

		r = ({ u64 y = x * 3; y + guard; });
	}
	return r + (cleaned - before) + (a ?: b) + __builtin_choose_expr(1, a, "") + __builtin_expect(a > b, 0);
}
`;

/** Variable arguments. */
export const variadic = `
typedef __builtin_va_list va_list;

noinline u64 sum(int n, ...)
{
	va_list ap;
	u64 r = 0;

	__builtin_va_start(ap, n);
	while (n--) {
		r = r * 3 + __builtin_va_arg(ap, s32);
		r = r * 5 + __builtin_va_arg(ap, u64);
	}
	__builtin_va_end(ap);
	return r;
}

noinline u64 walk(const char *format, va_list ap)
{
	u64 r = 0;

	for (; *format; format++) {
		switch (*format) {
		case 'i': r = r * 3 + (u64)(s64)__builtin_va_arg(ap, s32); break;
		case 'u': r = r * 5 + __builtin_va_arg(ap, u32); break;
		case 'l': r = r * 7 + __builtin_va_arg(ap, u64); break;
		case 's': r = r * 11 + (u8)*__builtin_va_arg(ap, const char *); break;
		}
	}
	return r;
}

noinline u64 format(const char *text, ...)
{
	va_list ap, again;
	u64 r;

	__builtin_va_start(ap, text);
	__builtin_va_copy(again, ap);
	r = walk(text, ap);
	r += walk("i", again) * 3;
	__builtin_va_end(again);
	__builtin_va_end(ap);
	return r;
}

u64 variadic(u64 a, u64 b)
{
	u64 r = sum(0) + sum(1, (s32)a, b) + sum(3, (s32)b, a, (s8)a, b, (u16)b, a + b);

	r += format("iulsiulsiuls", (s32)a, (u32)b, a, "x", (s32)b, (u32)a, b, "yes", 1, 2u, 3ull, "z");
	return r + format("iil", (s32)a, (s32)b, a * b);
}
`;
