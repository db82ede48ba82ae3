/* Random numbers as the product makes them (src/kernel/, src/market/purposes.ts, src/market/work/job-lots.ts): a seed means the same
 * jobs here and there. What belongs to a job is keyed by job and purpose; jobs are drawn in lots, so that their draws
 * overlap. With -DCHEAP_DRAWS every number comes from one sequential generator instead: other luck, and less work. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { LOT = 128, LAYERS = 256 };
enum { ARRIVAL_PAIR = 0, SERVICE = 2, SPEED = 4, VALIDATORS_DRAWN = 6, VERIFY = 256 };

/* ---- seeds: seedrandom's ARC4 over "seed/name" and a closing zero ---- */

typedef struct { uint8_t state[256], i, j; } arc4_t;
static uint8_t arc4_byte(arc4_t *g) {
  uint8_t t = g->state[++g->i];
  g->j += t;
  g->state[g->i] = g->state[g->j], g->state[g->j] = t;
  return g->state[(uint8_t)(g->state[g->i] + t)];
}
static uint32_t arc4_word(arc4_t *g) {
  uint32_t word = 0;
  for (int i = 0; i < 4; i++) word = word << 8 | arc4_byte(g);
  return word;
}
static arc4_t seed_words(const char *seed, const char *name) {
  char key[256];
  int length = snprintf(key, sizeof key, "%s/%s", seed, name) + 1;
  arc4_t g = {.i = 0, .j = 0};
  for (int i = 0; i < 256; i++) g.state[i] = i;
  for (int i = 0, j = 0; i < 256; i++) {
    uint8_t t = g.state[i];
    j = (j + t + key[i % length]) & 255;
    g.state[i] = g.state[j], g.state[j] = t;
  }
  for (int i = 0; i < 256; i++) arc4_byte(&g);
  return g;
}

/* ---- uniforms in [0, 1), of 53 bits: a stream (sfc32), and keyed blocks (Threefry4x32-20) ---- */

static inline double uniform_of(uint32_t high, uint32_t low) {
  return (int32_t)(high >> 5) * 0x1p-27 + (int32_t)(low >> 6) * 0x1p-53;
}

typedef struct { uint32_t a, b, c, counter; } stream_t;
static inline uint32_t stream_word(stream_t *s) {
  uint32_t word = s->a + s->b + s->counter++;
  s->a = s->b ^ s->b >> 9, s->b = s->c + (s->c << 3), s->c = (s->c << 21 | s->c >> 11) + word;
  return word;
}
static inline double stream_uniform(void *stream) {
  uint32_t high = stream_word(stream);
  return uniform_of(high, stream_word(stream));
}

static stream_t arrivals;
static uint32_t key[5];
static void seed_draws(const char *seed) {
  arc4_t g = seed_words(seed, "keyed");
  for (int i = 0; i < 3; i++) key[i] = arc4_word(&g);
  key[3] = 0; /* the replication */
  key[4] = 0x1bd11bda ^ key[0] ^ key[1] ^ key[2] ^ key[3];
  g = seed_words(seed, "0/arrivals");
  arrivals.a = arc4_word(&g), arrivals.b = arc4_word(&g), arrivals.c = arc4_word(&g), arrivals.counter = arc4_word(&g);
  for (int i = 0; i < 15; i++) stream_word(&arrivals);
}

typedef struct { uint32_t a, b, c, d; } block_t;
#define MIX(X, Y, BITS) X += Y, Y = (Y << BITS | Y >> (32 - BITS)) ^ X
#define FOUR_ROUNDS(R, S, T, U, V, W, P, Q)                                                                            \
  MIX(x.a, x.b, R), MIX(x.c, x.d, S), MIX(x.a, x.d, T), MIX(x.c, x.b, U);                                              \
  MIX(x.a, x.b, V), MIX(x.c, x.d, W), MIX(x.a, x.d, P), MIX(x.c, x.b, Q)
#define INJECT(K, L, M, N, ROUND) x.a += key[K], x.b += key[L], x.c += key[M], x.d += key[N] + ROUND
static inline __attribute__((always_inline)) block_t threefry(uint32_t job, uint32_t pair, uint32_t number) {
  block_t x = {job + key[0], pair + key[1], number + key[2], key[3]};
  FOUR_ROUNDS(10, 26, 11, 21, 13, 27, 23, 5);
  INJECT(1, 2, 3, 4, 1);
  FOUR_ROUNDS(6, 20, 17, 11, 25, 10, 18, 20);
  INJECT(2, 3, 4, 0, 2);
  FOUR_ROUNDS(10, 26, 11, 21, 13, 27, 23, 5);
  INJECT(3, 4, 0, 1, 3);
  FOUR_ROUNDS(6, 20, 17, 11, 25, 10, 18, 20);
  INJECT(4, 0, 1, 2, 4);
  FOUR_ROUNDS(10, 26, 11, 21, 13, 27, 23, 5);
  INJECT(0, 1, 2, 3, 5);
  return x;
}
#undef MIX

/* The uniforms of one key: the first from the block its pair of purposes shares, the others from blocks of its own. */
typedef struct { uint32_t job, pair, parity, drawn; double second; } cursor_t;
static inline cursor_t cursor_at(uint32_t job, uint32_t purpose) {
  return (cursor_t){.job = job, .pair = purpose >> 1, .parity = purpose & 1};
}
static inline double keyed_uniform(void *at) {
#ifdef CHEAP_DRAWS
  return (void)at, stream_uniform(&arrivals);
#else
  cursor_t *cursor = at;
  uint32_t drawn = cursor->drawn++;
  if (drawn == 0) {
    block_t x = threefry(cursor->job, cursor->pair, 0);
    return cursor->parity ? uniform_of(x.c, x.d) : uniform_of(x.a, x.b);
  }
  if ((drawn & 1) == 0) return cursor->second;
  block_t x = threefry(cursor->job, cursor->pair, drawn + cursor->parity);
  cursor->second = uniform_of(x.c, x.d);
  return uniform_of(x.a, x.b);
#endif
}

/* ---- exponential values with mean 1, by the ziggurat; its edges and densities are the product's ---- */

static double edges[LAYERS + 1], densities[LAYERS + 1];
static int read_ziggurat(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return 0;
  size_t read = fread(edges, sizeof(double), LAYERS + 1, file) + fread(densities, sizeof(double), LAYERS + 1, file);
  return fclose(file), read == 2 * (LAYERS + 1);
}

typedef double uniform_t(void *source);
static double outside(uniform_t *next, void *source, int layer, double value);
static inline double shaped(double uniform, uniform_t *next, void *source) {
  double scaled = uniform * LAYERS;
  int layer = scaled;
  double value = (scaled - layer) * edges[layer];
  return value < edges[layer + 1] ? value : outside(next, source, layer, value);
}
static inline double exponential(uniform_t *next, void *source) { return shaped(next(source), next, source); }
/* The last digit of this exp may be another than the product's; it decides one draw in a hundred, and could decide one in
 * some 10^17 otherwise. */
static __attribute__((noinline)) double outside(uniform_t *next, void *source, int layer, double value) {
  if (layer == 0) return edges[1] + exponential(next, source);
  double height = densities[layer] + next(source) * (densities[layer + 1] - densities[layer]);
  return height < exp(-value) ? value : exponential(next, source);
}

/* ---- demand: the next jobs, a lot at a time ---- */

static struct { double gap[LOT], dispatch[LOT], challenge[LOT], seconds[LOT], decide[LOT]; } demand;

static void fill_pair(uint32_t first, uint32_t pair, double even[LOT], double odd[LOT]) {
#ifdef CHEAP_DRAWS
  (void)first, (void)pair;
  for (int i = 0; i < LOT; i++) even[i] = stream_uniform(&arrivals), odd[i] = stream_uniform(&arrivals);
#else
  /* Two plain loops over columns, which the compiler turns into vectors. */
  static uint32_t a[LOT], b[LOT], c[LOT], d[LOT];
  for (uint32_t i = 0; i < LOT; i++) {
    block_t x = threefry(first + i, pair, 0);
    a[i] = x.a, b[i] = x.b, c[i] = x.c, d[i] = x.d;
  }
  for (int i = 0; i < LOT; i++) even[i] = uniform_of(a[i], b[i]), odd[i] = uniform_of(c[i], d[i]);
#endif
}
static void draw_lot(uint32_t first, double jobs_per_second) {
  fill_pair(first, ARRIVAL_PAIR, demand.dispatch, demand.challenge);
  fill_pair(first, SERVICE >> 1, demand.seconds, demand.decide);
  for (int i = 0; i < LOT; i++) demand.gap[i] = exponential(stream_uniform, &arrivals) / jobs_per_second;
  for (int i = 0; i < LOT; i++) {
    cursor_t cursor = cursor_at(first + i, SERVICE);
    cursor.drawn = 1;
    demand.seconds[i] = shaped(demand.seconds[i], keyed_uniform, &cursor);
  }
}
/* Place of a job in the columns of demand; jobs are asked for in order, and a job may be asked for twice. */
static uint32_t drawn_jobs;
static inline uint32_t place_of(uint32_t job, double jobs_per_second) {
  if (job >= drawn_jobs) draw_lot(drawn_jobs, jobs_per_second), drawn_jobs += LOT;
  return job & (LOT - 1);
}
