/**
 * C texts for the reader: structs, bitfields, arrays, globals, copies, atomics.
 */

/** Everything that is laid out in memory. */
export const memory = `
struct mixed { u8 c; u64 l; u16 s; s32 i; u8 tail[3]; };
struct nested { struct mixed m[2]; union { u32 w; u8 b[4]; } u; struct mixed *p; };
struct fields { u32 a : 3; s64 b : 45; u32 c : 7; u16 d : 11; u8 e : 5; } __attribute__((packed));
struct loose { s32 a : 5; u32 b : 9; s32 c : 18; u64 d : 33; u64 : 0; s64 e : 20; u8 f : 1; };

u64 layout(u64 a, u64 b)
{
	struct nested n = {{{1, a, 2, 3, {4, 5, 6}}}, {.w = (u32)b}, 0};

	n.p = &n.m[a & 1];
	n.p->l += b;
	n.p->i = (s32)a;
	n.m[1].tail[b % 3] = a;
	n.m[1].s -= b;
	struct nested copy = n;
	copy.m[0].c++;
	return copy.m[0].l * 3 + n.p->l * 5 + (u64)(s64)n.p->i + copy.m[1].tail[0] + copy.m[1].tail[2] * 2 +
	       copy.m[1].s * 7 + n.u.b[0] + n.u.b[1] + n.u.b[2] + n.u.b[3] + copy.m[0].c + (n.p == &n.m[1]);
}

static struct fields shared;

u64 bitfields(u64 a, u64 b)
{
	struct loose x = {0};

	shared.a = a;
	shared.b = b;
	shared.c = a >> 3;
	shared.d = b >> 7;
	shared.e = a ^ b;
	shared.b += shared.c;
	shared.d *= shared.a;
	x.a = a;
	x.b = b;
	x.c = a + b;
	x.d = a * b;
	x.e = a - b;
	x.f = a >> 1;
	x.d -= x.b;
	x.e ^= x.c;
	return shared.a + (u64)shared.b * 3 + shared.c * 5 + shared.d * 7 + shared.e * 11 + (u64)(s64)x.a * 13 +
	       x.b * 17 + (u64)(s64)x.c * 19 + (u64)x.d * 23 + (u64)(s64)x.e * 29 + x.f;
}

u64 arrays(u64 a, u64 b)
{
	u32 t[4][5];
	u64 r = 0;

	for (int i = 0; i < 4; i++)
		for (int j = 0; j < 5; j++)
			t[i][j] = (u32)(a >> i) * (u32)(b >> j) + i * j;
	for (int j = 0; j < 5; j++)
		for (int i = 0; i < 4; i++)
			r = r * 7 + t[i][(j * 3) % 5];
	return r + t[a & 3][b & 3];
}

u64 variable_length(u64 a, u64 b)
{
	u64 r = 0;

	for (int k = 0; k < 3; k++) {
		int n = (int)(a & 7) + 1 + k;
		volatile u32 x[n];
		u8 y[n * 2];

		for (int i = 0; i < n; i++) {
			x[i] = (u32)(b >> i);
			y[2 * i] = i;
			y[2 * i + 1] = (u8)(a >> i);
		}
		for (int i = 0; i < n; i++)
			r = r * 3 + x[i] + y[n + (i & 1)];
	}
	return r;
}

static u8 buffer[300];

u64 copies(u64 a, u64 b)
{
	u64 r = 0;
	u8 local[40];

	for (int i = 0; i < 300; i++)
		buffer[i] = (u8)(a * i + b);
	__builtin_memcpy(local, buffer + (a & 15), sizeof(local));
	__builtin_memmove(local + 3, local, 29);
	__builtin_memmove(buffer + 5, buffer, 200);
	__builtin_memmove(buffer, buffer + 3, 100 + (b & 15));
	__builtin_memset(buffer + 250, (int)b, 17);
	__builtin_memset(buffer + 210, (int)a, 20 + (a & 7));
	__builtin_memcpy(buffer + 100, local, b & 31);
	for (int i = 0; i < 300; i++)
		r = r * 31 + buffer[i];
	for (int i = 0; i < 40; i++)
		r = r * 31 + local[i];
	return r;
}

static s16 counters[4] = {-1, 2, -3, 4};
static u64 *const addresses[] = {0, (u64 *)0 + 1};
static struct mixed initial = {.s = 7, .tail = {1, 2, 3}};
static const struct { u8 *end; u16 step; } edges = {buffer + 17, 3};

u64 globals(u64 a, u64 b)
{
	static u64 calls;

	counters[a & 3] += b;
	calls = calls * 3 + a;
	initial.l = b;
	return (u64)(s64)counters[b & 3] + calls + (addresses[a & 1] != 0) + initial.s + initial.tail[a % 3] +
	       initial.l + (u64)(edges.end - buffer) * edges.step;
}

u64 atomics(u64 a, u64 b)
{
	static u64 word;
	static u32 half;
	static u16 quarter;
	static u8 byte;
	u64 expected = a;
	u64 r = 0;

	__atomic_store_n(&word, a, __ATOMIC_RELEASE);
	r += __atomic_fetch_add(&word, b, __ATOMIC_RELAXED);
	r += __atomic_compare_exchange_n(&word, &expected, b, 1, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
	r += expected * 3;
	r += __sync_val_compare_and_swap(&word, a + b, b);
	r += __atomic_exchange_n(&half, (u32)a, __ATOMIC_ACQ_REL);
	r += __atomic_sub_fetch(&half, (u32)b, __ATOMIC_SEQ_CST);
	r += __atomic_fetch_nand(&quarter, (u16)a, __ATOMIC_SEQ_CST);
	r += __atomic_or_fetch(&quarter, (u16)b, __ATOMIC_SEQ_CST);
	r += __atomic_fetch_xor(&byte, (u8)a, __ATOMIC_RELAXED);
	r += __atomic_and_fetch(&byte, (u8)b, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	__asm__ volatile("" ::: "memory");
	__asm__("" : "+r"(r));
	return r + __atomic_load_n(&word, __ATOMIC_ACQUIRE) + *(volatile u32 *)&half + quarter + byte;
}
`;
