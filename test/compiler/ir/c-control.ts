/**
 * C texts for the reader: control flow, phis, calls through tables.
 */

/** Loops, switches, gotos, recursion. */
export const control = `
static u64 collatz(u64 n)
{
	u64 steps = 0;

	while (n > 1 && steps < 50) {
		n = n & 1 ? 3 * n + 1 : n / 2;
		steps++;
	}
	return steps;
}

u64 loops(u64 a, u64 b)
{
	u64 r = collatz(a & 0xffff);

	for (int i = 0; i < 10; i++) {
		if (i == (int)(b & 7))
			continue;
		for (int j = i; j < 10; j++) {
			if ((a >> j) & 1)
				break;
			r += (u64)i * j;
		}
	}
	do {
		r = r * 3 + 1;
	} while (r < (b & 0xff));
	return r;
}

u64 switches(u64 a, u64 b)
{
	u64 r = 0;

	for (int i = 0; i < 8; i++) {
		switch ((a >> (4 * i)) & 15) {
		case 0: r += 5; break;
		case 1: r ^= b; /* fall through */
		case 2: r += 2; break;
		case 3: case 4: case 5: r *= 3; break;
		case 9: return r + i;
		case 15: r -= 1; continue;
		default: r = (r << 1) | (r >> 63);
		}
		r++;
	}
	switch (b) {
	case 0xffffffffffffffffull: return r + 1;
	case 0x8000000000000000ull: return r + 2;
	case 7: return r + 3;
	}
	switch ((s8)a) {
	case -128: return r + 4;
	case -1: return r + 5;
	}
	return r;
}

u64 swap_in_loop(u64 a, u64 b)
{
	u64 x = a, y = b, z = a ^ b;

	for (int i = 0; i < (int)(a & 31) + 1; i++) {
		u64 t = x;

		x = y;
		y = z;
		z = t;
		if (i & 1) {
			t = x;
			x = y;
			y = t;
		}
	}
	return x * 3 + y * 5 + z * 7;
}

u64 fibonacci(u64 a, u64 b)
{
	u64 x = a, y = b;

	for (u64 n = a & 15; n; n--) {
		u64 t = x + y;

		x = y;
		y = t;
	}
	return y;
}

u64 irreducible(u64 a, u64 b)
{
	u64 n = 0, r = b;

	if (a & 1)
		goto middle;
top:
	r += 3;
	if (++n > 20)
		return r;
middle:
	r ^= a >> n;
	if (r & 2)
		goto top;
	if (++n > 25)
		return r + 1;
	if (r & 4)
		goto middle;
	goto top;
}

u64 computed(u64 a, u64 b)
{
	static void *const next[] = {&&zero, &&one, &&two, &&three};
	u64 r = 0;
	int n = 0;

	goto *next[a & 3];
zero:
	r += a;
	if (n++ > 9)
		return r;
	goto *next[b & 3];
one:
	r ^= b;
	if (n++ > 9)
		return r;
	goto *next[(a >> 2) & 3];
two:
	r *= 3;
	if (n++ > 9)
		return r;
	goto *next[(b >> 2) & 3];
three:
	r -= 7;
	if (n++ > 9)
		return r;
	goto *next[(a >> n) & 3];
}

static u64 ackermann(u32 m, u32 n)
{
	return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}

u64 recursion(u64 a, u64 b)
{
	return ackermann(a & 1, b & 3);
}

static u64 add(u64 a, u64 b) { return a + b; }
static u64 sub(u64 a, u64 b) { return a - b; }
static u64 mul(u64 a, u64 b) { return a * b; }
struct operation { u64 (*call)(u64, u64); const char *name; };
static const struct operation operations[] = {{add, "add"}, {sub, "sub"}, {mul, "mul"}};

u64 indirect(u64 a, u64 b)
{
	const struct operation *p = &operations[a % 3];

	return p->call(a, b) + p->name[0] + operations[b % 3].name[2];
}

u64 bools(u64 a, u64 b)
{
	bool p = a > b, q = a & 1, x[4] = {p, q, !p, p ^ q};
	volatile bool v = a;

	return p + q * 2 + (p && !q) * 4 + (p || x[b & 3]) * 8 + x[a & 3] * 16 + v * 32;
}
`;
